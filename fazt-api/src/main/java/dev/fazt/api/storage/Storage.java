package dev.fazt.api.storage;

import dev.fazt.api.Fault;
import dev.fazt.api.FaztException;
import java.util.concurrent.CompletableFuture;

/**
 * Stores a plugin's data durably.
 *
 * <p>All plugins write through one thread. It runs many units of work in one transaction, each behind a savepoint of its own,
 * commits once with the data forced to disk, and only then answers each caller: as durable as a commit for each, at a
 * fraction of the cost. Each plugin has a bounded lane of its own, so a burst in one does not delay the others.
 *
 * <p>Thread-safe. Calls block the calling (virtual) thread. Neither method may be called from within a unit of work.
 */
public interface Storage {

    /**
     * Runs a unit of work that changes data, and returns once the change is durable.
     *
     * <p>The unit sees its own changes and everything committed before. If it throws, only its own changes are rolled back,
     * and what it threw is thrown here: unchecked exceptions as they are, checked ones wrapped.
     *
     * @throws FaztException as {@link Fault.Busy} if the lane stayed full, or the unit did not begin, until the deadline of
     *     10 seconds: nothing was or will be done. As {@link Fault.Unknown} if it began and no outcome was known by another 10
     *     seconds later. As {@link Fault.Resource} if the disk is full: nothing was done
     */
    <T> T write(Work<T> work);

    /**
     * Hands in a unit of work, and returns at once unless the lane is full.
     *
     * @return completed once the change is durable, on a thread of the host: continue with the {@code …Async} methods if the
     *     continuation may block
     * @throws FaztException as {@link Fault.Busy} if the lane stayed full until the deadline of 10 seconds
     */
    <T> CompletableFuture<T> submit(Work<T> work);

    /**
     * Runs a unit of work that only reads, beside the writer. All its queries see one and the same snapshot.
     *
     * @throws FaztException as {@link Fault.Busy} if no reader was free until the deadline of 10 seconds
     */
    <T> T read(Work<T> work);
}
