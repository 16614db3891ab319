package dev.fazt.host.plugin;

import dev.fazt.api.Fault;
import dev.fazt.api.FaztException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Installs plugins from elsewhere: from an address, or by their id from a repository. Thread-safe. */
final class PluginRepository {
    private final Optional<String> index;
    private final PluginLifecycle lifecycle;
    private final Preflight preflight;
    private final JsonMapper json;

    /**
     * @param index the address of the index that is asked if a caller names no other
     */
    PluginRepository(Optional<String> index, PluginLifecycle lifecycle, Preflight preflight, JsonMapper json) {
        this.index = index;
        this.lifecycle = lifecycle;
        this.preflight = preflight;
        this.json = json;
    }

    /**
     * Fetches and installs a plugin.
     *
     * @param source an address of a jar, for which its sum must be known, or the id of a plugin in the repository
     */
    PluginStatus install(String source, @Nullable String sha256, @Nullable String repository, boolean upgrade) {
        try (PluginDownload download = new PluginDownload()) {
            if (source.contains("://")) {
                if (sha256 == null) {
                    throw FaztException.invalid(
                            "sha256", "what comes from an address needs its SHA-256 sum: add --sha256 SUM, as its author has published it");
                }
                return install(download, PluginDownload.address(source), new InstallConditions(sha256, null, upgrade));
            }
            URI at = indexAddress(repository);
            PluginIndex.Release release = PluginIndex.parse(download.index(at), json).newest(source, preflight);
            if (sha256 != null && !Checksum.parse(sha256).equals(Checksum.parse(release.sha256()))) {
                throw new PluginRejected("the repository's version %s has another SHA-256 sum, %s".formatted(release.version(), release.sha256()));
            }
            URI jar = PluginDownload.address(PluginIndex.resolve(at, release).toString());
            return install(download, jar, new InstallConditions(release.sha256(), release.signed(), upgrade));
        } catch (PluginRejected e) {
            throw PluginChanges.refused(e);
        }
    }

    private PluginStatus install(PluginDownload download, URI jar, InstallConditions conditions) {
        try (TemporaryFolder folder = TemporaryFolder.create("fazt-download")) {
            Path file = Files.createFile(folder.path().resolve("plugin.jar"));
            download.jar(jar, file);
            try (InputStream in = Files.newInputStream(file)) {
                return lifecycle.install(in, conditions);
            }
        } catch (IOException e) {
            throw new FaztException(new Fault.Resource(), "'%s' can not be stored: %s".formatted(jar, e), e);
        }
    }

    /** Is what a repository offers of one plugin. */
    record Offer(String id, String newest, @Nullable String description) {}

    /** Lists what a repository offers. */
    List<Offer> offers(@Nullable String repository) {
        try (PluginDownload download = new PluginDownload()) {
            return PluginIndex.parse(download.index(indexAddress(repository)), json).plugins().stream()
                    .map(entry -> new Offer(entry.id(), PluginIndex.newestNumber(entry, preflight), entry.description()))
                    .toList();
        } catch (PluginRejected e) {
            throw PluginChanges.refused(e);
        }
    }

    private URI indexAddress(@Nullable String repository) {
        String text = repository != null
                ? repository
                : index.orElseThrow(() -> FaztException.invalid(
                        "repository",
                        "no repository is set: name its index with --repository URL, or set plugins.repository for the server"));
        return PluginDownload.address(text);
    }
}
