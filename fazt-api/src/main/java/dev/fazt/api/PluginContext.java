package dev.fazt.api;

import dev.fazt.api.event.Events;
import dev.fazt.api.http.Routes;
import dev.fazt.api.operation.Operation;
import dev.fazt.api.storage.Storage;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import tools.jackson.databind.json.JsonMapper;

/**
 * Gives a plugin everything that it may use, and owns all of it.
 *
 * <p>Routes, operations, subscriptions, schedules and resources that are registered here are closed by the host in reverse
 * order when the plugin stops, each within a deadline. Registration is possible only while {@link FaztPlugin#start} runs;
 * later calls throw {@link IllegalStateException}. The accessors may be called at any time from any thread.
 */
public interface PluginContext {

    /** Returns the plugin's id, as in its manifest. It is also its path segment: {@code /_fazt/<id>/}. */
    String id();

    /** Returns the plugin's own lane into the shared storage. */
    Storage storage();

    /** Returns the registry of sites, which belongs to the host. */
    Sites sites();

    /** Returns where the plugin mounts its HTTP services. */
    Routes routes();

    /** Returns the events of the host and of other plugins. */
    Events events();

    /**
     * Declares what the owner can set. May be called once.
     *
     * @param defaults holds where nothing was set
     * @throws FaztException if what the owner has set does not fit (any more): the start fails with it
     */
    <S extends Record> Settings<S> settings(S defaults);

    /**
     * Returns threads for the plugin's own work: a virtual one for each task, with the plugin's class loader as context. They are
     * interrupted when the plugin stops.
     */
    ExecutorService threads();

    /**
     * Returns a folder for files that need not last: it is deleted with everything in it when the plugin stops.
     *
     * @throws java.io.UncheckedIOException if it can not be made
     */
    Path temporaryFolder();

    /** Returns the clock to tell the time by. Tests replace it. */
    Clock clock();

    /** Returns the mapper that the host uses for JSON, with times in RFC 3339. */
    JsonMapper json();

    /**
     * Declares a control-plane capability: an endpoint under {@code /api/}, a command, an audit line.
     *
     * @param operation with a name that starts with the plugin's id and a dot
     * @throws IllegalArgumentException if the name is taken or has another prefix
     */
    void operation(Operation<?, ?> operation);

    /**
     * Runs a task again and again on a thread of the host, the first time after one interval.
     *
     * <p>Runs of one task never overlap; what a run throws is logged, and the next run takes place all the same.
     *
     * @param name what the log calls the task
     * @param interval from the end of a run to the start of the next, at least 10 milliseconds
     * @param task interrupted when the plugin stops
     */
    void every(String name, Duration interval, Runnable task);

    /**
     * Hands over something to be closed when the plugin stops, after its requests have drained and while its storage still
     * accepts writes.
     *
     * @param resource closed on a thread of the host, within 10 seconds
     */
    void own(AutoCloseable resource);
}
