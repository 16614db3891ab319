package dev.fazt.api;

/**
 * Is the entry point of a plugin: the class that the jar's manifest names as {@code Plugin-Class}.
 *
 * <p>The class has a public constructor without parameters that does no work. The host calls {@link #start} once, on a
 * thread of its own, after the plugin's migrations have run and before any of its routes is reachable.
 */
public interface FaztPlugin {

    /**
     * Registers everything that the plugin offers.
     *
     * <p>Whatever is registered on the context becomes reachable together, after this method returns. If it throws, nothing
     * becomes reachable and the host closes whatever was registered so far.
     *
     * @param context the plugin's only way to the host, valid until the plugin has stopped
     * @throws Exception to refuse the start; the message is shown to the owner
     */
    void start(PluginContext context) throws Exception;

    /**
     * Releases what the context does not own. Few plugins need it: the host closes all that came from the context.
     *
     * <p>Called after the plugin's requests have drained, before its resources are closed and while its storage still
     * accepts writes.
     *
     * @throws Exception which is logged, and stops nothing
     */
    default void stop() throws Exception {}
}
