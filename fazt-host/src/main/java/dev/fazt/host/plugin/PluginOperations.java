package dev.fazt.host.plugin;

import dev.fazt.api.operation.Description;
import dev.fazt.api.operation.Operation;
import dev.fazt.api.operation.OperationCall;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Declares what the owner can do with plugins. */
final class PluginOperations {
    private final PluginLifecycle lifecycle;
    private final PluginRepository repository;
    private final RunningPlugins running;
    private final LeakWatch leaks;
    private final Inbox inbox;

    PluginOperations(
            PluginLifecycle lifecycle, PluginRepository repository, RunningPlugins running, LeakWatch leaks, Inbox inbox) {
        this.lifecycle = lifecycle;
        this.repository = repository;
        this.running = running;
        this.leaks = leaks;
        this.inbox = inbox;
    }

    record Nothing() {}

    record Plugins(List<PluginStatus> plugins) {}

    record PluginId(@Description("The plugin's id, as 'plugin list' shows it") String id) {}

    /** Shows all that is known of a plugin. */
    record Details(
            String id,
            String state,
            @Nullable String version,
            @Nullable String reason,
            String sha256,
            @Nullable String previousVersion,
            @Nullable String publicKey,
            @Nullable String description,
            List<String> operations,
            int requests) {}

    record Jar(
            @Description("The SHA-256 sum that the jar must have") @Nullable String sha256,
            @Description("Base64 of the Ed25519 signature of the jar") @Nullable String signature,
            @Description("The public key to the signature: PEM, or its base64") @Nullable String publicKey,
            @Description("Take the place of the version that is installed") @Nullable Boolean upgrade) {

        InstallConditions conditions() {
            if ((signature == null) != (publicKey == null)) {
                throw new PluginRejected("a signature and a public key go together: give both, or none");
            }
            JarSignature signed = signature == null || publicKey == null ? null : new JarSignature(publicKey, signature);
            return new InstallConditions(sha256, signed, Boolean.TRUE.equals(upgrade));
        }
    }

    record Source(
            @Description("The https address of a jar, or the id of a plugin in the repository") String source,
            @Description("The SHA-256 sum that the jar must have; needed with an address") @Nullable String sha256,
            @Description("The address of another repository's plugins.json") @Nullable String repository,
            @Description("Take the place of the version that is installed") @Nullable Boolean upgrade) {}

    record Removal(
            @Description("The plugin's id, as 'plugin list' shows it") String id,
            @Description("Drop its tables and settings too") @Nullable Boolean purge) {}

    /**
     * Tells what a removal does.
     *
     * @param rows the number of rows by table; they are dropped if it purges
     */
    record Removed(String id, boolean purged, boolean dryRun, Map<String, Long> rows) {}

    record Change(
            @Description("The plugin's id, as 'plugin list' shows it") String id,
            @Description("What to set, such as {\"limit\":\"20\"}; an empty text takes a setting back to its default") @Nullable
                    Map<String, String> set) {}

    record SettingList(List<SettingListing> settings) {}

    record Schema(Map<String, Object> schema) {}

    record Trust(
            @Description("The plugin's id, as 'plugin list' shows it") String id,
            @Description("The public key to sign with from now on; left out: unsigned versions are taken") @Nullable String publicKey) {}

    record Running(String id, String version, int requests) {}

    record Leak(String id, String version, Instant stopped, String holder) {}

    record Diagnosis(List<Running> running, List<PluginStatus> off, List<Leak> leaks) {}

    record Index(@Description("The address of another repository's plugins.json") @Nullable String repository) {}

    record Offers(List<PluginRepository.Offer> plugins) {}

    List<Operation<?, ?>> all() {
        return List.of(
                Operation.read("plugin.list", "List the plugins", Nothing.class, Plugins.class, (p, call) -> new Plugins(statuses())),
                Operation.read("plugin.show", "Show what is known of a plugin", PluginId.class, Details.class, (p, call) -> details(p.id()))
                        .on("id"),
                Operation.upload(
                        "plugin.install", "Install a plugin's jar; it is trusted code", Jar.class, PluginStatus.class, this::install),
                Operation.write(
                        "plugin.fetch", "Fetch and install a plugin; it is trusted code", Source.class, PluginStatus.class, (p, call) ->
                                repository.install(p.source(), p.sha256(), p.repository(), Boolean.TRUE.equals(p.upgrade()))),
                Operation.read("plugin.search", "List what the repository offers", Index.class, Offers.class, (p, call) ->
                        new Offers(repository.offers(p.repository()))),
                write("plugin.rollback", "Go back to the version before", lifecycle::rollback),
                write("plugin.enable", "Start a plugin that is off", lifecycle::enable),
                write("plugin.disable", "Stop a plugin until it is enabled again", lifecycle::disable),
                write("plugin.reload", "Stop and start a plugin", lifecycle::reload),
                Operation.destroy("plugin.remove", "Remove a plugin, and keep its data", Removal.class, Removed.class, this::remove)
                        .on("id"),
                Operation.write("plugin.config", "Show or change the settings of a plugin", Change.class, SettingList.class, (p, call) ->
                                new SettingList(lifecycle.configure(p.id(), p.set() == null ? Map.of() : p.set())))
                        .on("id"),
                Operation.read(
                                "plugin.schema", "Show the JSON Schema of what can be set", PluginId.class, Schema.class, (p, call) ->
                                        new Schema(lifecycle.schema(p.id())))
                        .on("id"),
                Operation.write(
                                "plugin.trust", "Say with which key a plugin is signed from now on", Trust.class, PluginStatus.class, (p, call) ->
                                        lifecycle.trust(p.id(), p.publicKey()))
                        .on("id"),
                Operation.read(
                        "plugin.doctor", "Look for plugins that are off, or stay in memory", Nothing.class, Diagnosis.class, (p, call) ->
                                diagnosis()));
    }

    private interface Verb {
        PluginStatus apply(String id);
    }

    private static Operation<PluginId, PluginStatus> write(String name, String summary, Verb verb) {
        return Operation.write(name, summary, PluginId.class, PluginStatus.class, (p, call) -> verb.apply(p.id()))
                .on("id");
    }

    private PluginStatus install(Jar jar, OperationCall call) {
        try {
            return lifecycle.install(call.body(), jar.conditions());
        } catch (PluginRejected e) {
            throw PluginChanges.refused(e);
        }
    }

    private Removed remove(Removal removal, OperationCall call) {
        boolean purge = Boolean.TRUE.equals(removal.purge());
        return new Removed(removal.id(), purge, call.dryRun(), lifecycle.remove(removal.id(), purge, call.dryRun()));
    }

    /** Tells what became of each plugin, and of each jar that is no plugin. */
    List<PluginStatus> statuses() {
        return Stream.concat(lifecycle.statuses().stream(), inbox.refused().stream()).toList();
    }

    private Details details(String id) {
        PluginStatus status = lifecycle.status(id);
        PluginRecord record = lifecycle.find(id).orElseThrow();
        Optional<Generation> generation = running.find(id);
        return new Details(
                id,
                status.state(),
                status.version(),
                status.reason(),
                record.current().sha256(),
                record.before().map(PluginRecord.Version::number).orElse(null),
                record.publicKey(),
                generation.map(found -> found.manifest().description()).orElse(null),
                generation.stream().flatMap(found -> found.operations().stream()).map(Operation::name).toList(),
                generation.map(found -> found.inFlight().count()).orElse(0));
    }

    private Diagnosis diagnosis() {
        return new Diagnosis(
                running.all().stream()
                        .map(plugin -> new Running(plugin.id(), plugin.manifest().version(), plugin.inFlight().count()))
                        .toList(),
                statuses().stream()
                        .filter(status -> status.state().equals("failed") || status.state().equals("quarantined"))
                        .toList(),
                leaks.leaks().stream()
                        .map(leak -> new Leak(leak.id(), leak.version(), leak.stopped(), leak.holder()))
                        .toList());
    }
}
