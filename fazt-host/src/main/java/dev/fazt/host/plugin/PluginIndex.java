package dev.fazt.host.plugin;

import java.net.URI;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Is a repository of plugins: a file {@code plugins.json} that any web server can offer, a site of Fazt too.
 *
 * @param plugins what it offers
 */
public record PluginIndex(List<Entry> plugins) {

    /** Is a plugin with its versions. */
    public record Entry(String id, @Nullable String description, List<Release> versions) {
        public Entry {
            versions = versions == null ? List.of() : List.copyOf(versions);
        }
    }

    /**
     * Is one version.
     *
     * @param url of the jar, absolute or relative to the index
     * @param sha256 its sum
     * @param requires the range of API versions, as in the manifest
     * @param signature base64 of the Ed25519 signature, if it is signed
     * @param publicKey base64 of the key, likewise
     */
    public record Release(
            String version,
            String url,
            String sha256,
            @Nullable String requires,
            @Nullable String signature,
            @Nullable String publicKey) {

        /** Tells whether it says what it must, in a way that can be understood; what can not is passed over. */
        boolean isUsable() {
            return version != null && PluginManifest.isVersion(version) && url != null && sha256 != null;
        }

        /** Returns the signature, if it has one. */
        @Nullable JarSignature signed() {
            return signature == null || publicKey == null ? null : new JarSignature(publicKey, signature);
        }
    }

    public PluginIndex {
        plugins = plugins == null ? List.of() : List.copyOf(plugins);
    }

    /**
     * Reads an index. What it says beyond what is known here is passed over, so that it can grow.
     *
     * @throws PluginRejected if it is none
     */
    static PluginIndex parse(byte[] json, JsonMapper mapper) {
        try {
            return mapper.rebuild()
                    .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .build()
                    .readValue(json, PluginIndex.class);
        } catch (JacksonException e) {
            throw new PluginRejected("the repository's index is not what it should be: " + e.getOriginalMessage(), e);
        }
    }

    /**
     * Chooses the newest version of a plugin that fits this host; a pre-release only if there is nothing else.
     *
     * @throws PluginRejected if there is none
     */
    Release newest(String id, Preflight preflight) {
        Entry entry = plugins.stream()
                .filter(plugin -> id.equals(plugin.id()))
                .findFirst()
                .orElseThrow(() -> new PluginRejected("the repository has no plugin '%s': 'fazt plugin search' lists what it has".formatted(id)));
        Comparator<Release> finished = Comparator.comparing(release -> !release.version().contains("-"));
        return entry.versions().stream()
                .filter(Release::isUsable)
                .filter(release -> release.requires() == null || preflight.isIn(release.requires()))
                .max(finished.thenComparing(Release::version, preflight::compare))
                .orElseThrow(() -> new PluginRejected(
                        "the repository has no version of '%s' that works with fazt-api %s".formatted(id, preflight.apiVersion())));
    }

    /** Returns the number of the newest version of a plugin, whatever it works with; empty if there is none. */
    static String newestNumber(Entry entry, Preflight preflight) {
        return entry.versions().stream().filter(Release::isUsable).map(Release::version).max(preflight::compare).orElse("");
    }

    /** Returns the address of a jar. */
    static URI resolve(URI index, Release release) {
        try {
            return index.resolve(release.url());
        } catch (IllegalArgumentException e) {
            throw new PluginRejected("the repository names the jar at '%s', which is no address".formatted(release.url()), e);
        }
    }
}
