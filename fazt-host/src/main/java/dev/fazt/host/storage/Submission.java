package dev.fazt.host.storage;

import java.util.concurrent.CompletableFuture;

/**
 * Is what a plugin holds of a unit that it has submitted. It is completed on a virtual thread, so that whatever the plugin
 * chains to it never runs on the writer's. However it is given up, a unit that still waits is never run.
 */
final class Submission<T> extends CompletableFuture<T> {
    private final WorkUnit<T> unit;

    private Submission(WorkUnit<T> unit) {
        this.unit = unit;
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the two stages have no outcome of their own
    static <T> Submission<T> of(WorkUnit<T> unit) {
        Submission<T> submission = new Submission<>(unit);
        unit.whenComplete((result, failure) -> Thread.startVirtualThread(() -> {
            if (failure == null) {
                submission.complete(result);
            } else {
                submission.completeExceptionally(failure);
            }
        }));
        submission.whenComplete((result, failure) -> unit.abandon());
        return submission;
    }

    /** Abandons the unit if it still waits. One that runs can not be cancelled: its outcome will be told. */
    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        return unit.abandon() && super.cancel(mayInterruptIfRunning);
    }
}
