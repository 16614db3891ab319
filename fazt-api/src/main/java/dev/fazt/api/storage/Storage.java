package dev.fazt.api.storage;

import dev.fazt.api.Fault;
import dev.fazt.api.FaztException;
import dev.fazt.api.Site;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * Stores a plugin's data durably.
 *
 * <p>All plugins write through one thread. It runs many units of work in one transaction, each behind a savepoint of its own,
 * commits once with the data forced to disk, and only then answers each caller: as durable as a commit for each, at a
 * fraction of the cost. Each plugin has a bounded lane of its own, and each site in it if the plugin asks for one; the writer
 * shares its time evenly among the lanes, so a burst in one does not delay the others. What runs for an operation takes a lane
 * of the control plane.
 *
 * <p>Every call has a deadline, 10 seconds if {@link #within} sets no other. A unit of work has a limit besides, 5 seconds for a
 * write and 10 for a read if the server's configuration says nothing else; over it, the unit is interrupted and rolled back.
 *
 * <p>Thread-safe. Calls block the calling (virtual) thread. No method may be called from within a unit of work that writes.
 */
public interface Storage {

    /**
     * Runs a unit of work that changes data, and returns once the change is durable.
     *
     * <p>The unit sees its own changes and everything committed before. If it throws, only its own changes are rolled back,
     * and what it threw is thrown here: unchecked exceptions as they are, checked ones wrapped.
     *
     * @throws FaztException with one of these faults. {@link Fault.Busy}: the lane stayed full, or the unit did not begin until
     *     the deadline, or it ran over its limit; nothing was or will be done. {@link Fault.Unknown}: the deadline passed or
     *     the disk failed after it began, and the change may or may not be there; an idempotency key that is stored in the same
     *     unit resolves that. {@link Fault.Resource}: the disk is full or can not be written; nothing was done
     */
    <T> T write(Work<T> work);

    /**
     * Hands in a unit of work, and returns at once unless the lane is full.
     *
     * @return completed once the change is durable, on a thread of the host: continue with the {@code …Async} methods if the
     *     continuation may block. Cancelling it succeeds only while the unit waits, and then it is never run
     * @throws FaztException as {@link Fault.Busy} if the lane stayed full until the deadline
     */
    <T> CompletableFuture<T> submit(Work<T> work);

    /**
     * Runs a unit of work that only reads, beside the writer. All its queries see one and the same snapshot.
     *
     * @throws FaztException as {@link Fault.Busy} if no reader was free until the deadline, or if it ran over its limit
     */
    <T> T read(Work<T> work);

    /** Returns this storage with a lane of the site's own for what is written through it. Cheap: call it for each write. */
    Storage forSite(Site site);

    /**
     * Returns this storage with another deadline. Cheap: call it for each write.
     *
     * @param deadline from the call to its return, more than zero
     */
    Storage within(Duration deadline);
}
