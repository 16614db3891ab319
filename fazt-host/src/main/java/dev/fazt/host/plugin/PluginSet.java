package dev.fazt.host.plugin;

import dev.fazt.api.Sites;
import dev.fazt.api.operation.Operation;
import dev.fazt.host.storage.Migrations;
import dev.fazt.host.storage.StorageEngine;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.HttpService;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/** Is all plugins of a server: found in a folder, each loaded, migrated and started on its own. */
public final class PluginSet implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PluginSet.class);

    private final Generation.Surroundings surroundings;
    private final Migrations migrations;
    private final String apiVersion;
    private final Map<String, Generation> started = new LinkedHashMap<>();
    private final List<Status> failed = new ArrayList<>();

    /**
     * Tells what became of a jar.
     *
     * @param id the plugin's id, or the jar's file name if it could not be read
     * @param state {@code started} or {@code failed}
     * @param reason why it failed
     */
    public record Status(String id, @Nullable String version, String state, @Nullable String reason) {}

    public PluginSet(
            StorageEngine storage,
            Migrations migrations,
            Sites sites,
            EventBus events,
            Clock clock,
            JsonMapper json,
            String apiVersion) {
        this.surroundings = new Generation.Surroundings(storage, sites, events, clock, json);
        this.migrations = migrations;
        this.apiVersion = apiVersion;
    }

    /** Starts every jar in the folder, in the order of their names. A folder that is not there has no plugins. */
    public void startAll(Path folder) {
        if (!Files.isDirectory(folder)) {
            LOG.warn("there is no folder of plugins at '{}'", folder);
            return;
        }
        List<Path> jars = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.jar")) {
            files.forEach(jars::add);
        } catch (IOException e) {
            LOG.error("the folder of plugins '{}' can not be read: {}", folder, e.toString());
        }
        jars.stream().sorted().forEach(this::start);
    }

    private void start(Path jar) {
        String shown = String.valueOf(jar.getFileName());
        @Nullable PluginManifest manifest = null;
        try {
            manifest = PluginManifest.read(jar);
            start(jar, manifest);
        } catch (RuntimeException | LinkageError e) {
            LOG.error("plugin '{}' is left out: {}", shown, e.getMessage());
            failed.add(new Status(
                    manifest == null ? shown : manifest.id(),
                    manifest == null ? null : manifest.version(),
                    "failed",
                    e.getMessage()));
        }
    }

    private void start(Path jar, PluginManifest manifest) {
        Generation other = started.get(manifest.id());
        if (other != null) {
            throw new PluginRejected("version %s of '%s' has started already: keep one of the two jars"
                    .formatted(other.manifest().version(), manifest.id()));
        }
        PluginJar loaded = PluginJar.load(manifest, jar, apiVersion);
        try {
            migrations.migrate(manifest.id(), loaded.migrations());
        } catch (RuntimeException e) {
            loaded.close();
            throw e;
        }
        Generation generation = new Generation(loaded, surroundings);
        generation.start();
        if (generation.content().isPresent()) {
            Optional<String> rival = contentOwner();
            if (rival.isPresent()) {
                generation.close();
                throw new PluginRejected("'%s' serves the content of sites already".formatted(rival.get()));
            }
        }
        started.put(manifest.id(), generation);
    }

    /** Tells what became of each jar. */
    public List<Status> statuses() {
        List<Status> all = new ArrayList<>();
        started.values().forEach(generation -> all.add(new Status(
                generation.manifest().id(), generation.manifest().version(), "started", null)));
        all.addAll(failed);
        return all;
    }

    /** Returns the services of the started plugins by their ids. */
    public Map<String, HttpService> services() {
        Map<String, HttpService> services = new LinkedHashMap<>();
        started.forEach((id, generation) -> generation.service().ifPresent(service -> services.put(id, service)));
        return services;
    }

    /** Returns the operations of the started plugins. */
    public List<Operation<?, ?>> operations() {
        return started.values().stream()
                .<Operation<?, ?>>flatMap(generation -> generation.operations().stream())
                .toList();
    }

    /** Returns what serves the content of sites. */
    public Optional<Handler> content() {
        return started.values().stream()
                .flatMap(generation -> generation.content().stream())
                .findFirst();
    }

    private Optional<String> contentOwner() {
        return started.values().stream()
                .filter(generation -> generation.content().isPresent())
                .map(Generation::id)
                .findFirst();
    }

    /** Stops all, the last started first. */
    @Override
    public void close() {
        List.copyOf(started.values()).reversed().forEach(Generation::close);
        started.clear();
    }
}
