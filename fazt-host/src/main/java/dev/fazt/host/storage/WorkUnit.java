package dev.fazt.host.storage;

import dev.fazt.api.storage.Sql;
import dev.fazt.api.storage.Work;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Is a unit of work on its way through the writer or a reader, and the future of its outcome.
 *
 * <p>It waits, and then either runs or is abandoned by its caller, never both: whoever changes the state first decides.
 */
final class WorkUnit<T> extends CompletableFuture<T> {
    private enum State {
        WAITING,
        RUNNING,
        ABANDONED
    }

    private final String plugin;
    private final Work<T> work;
    private volatile Duration limit;
    private final AtomicReference<State> state = new AtomicReference<>(State.WAITING);
    private final long since = System.nanoTime();
    private final boolean awaitedByVirtualThread = Thread.currentThread().isVirtual();
    private boolean last;
    private boolean begun;
    private long began;
    private @Nullable WriteLane lane;
    private @Nullable T result;
    private List<Runnable> effects = List.of();

    /**
     * @param plugin whose work it is
     * @param limit how long it may run
     */
    WorkUnit(String plugin, Work<T> work, Duration limit) {
        this.plugin = plugin;
        this.work = work;
        this.limit = limit;
    }

    String plugin() {
        return plugin;
    }

    Duration limit() {
        return limit;
    }

    /** Gives a unit that runs so much time from now on. */
    void limitFromNow(Duration more) {
        limit = more.plusNanos(System.nanoTime() - began);
    }

    /** Lets the transaction end with this unit: nothing that came after it can take it along. */
    WorkUnit<T> asLast() {
        last = true;
        return this;
    }

    boolean isLast() {
        return last;
    }

    /** Returns how long ago it was handed in, in nanoseconds. */
    long age(long now) {
        return now - since;
    }

    void from(WriteLane lane) {
        this.lane = lane;
    }

    /** Charges the lane that it came from for the writer's time. */
    void charge(long nanos) {
        if (lane != null) {
            lane.charge(nanos);
        }
    }

    /** Tells whether a virtual thread has handed it in. */
    boolean isAwaitedByVirtualThread() {
        return awaitedByVirtualThread;
    }

    /** Takes the unit for running; false if its caller gave up before. */
    boolean claim() {
        return state.compareAndSet(State.WAITING, State.RUNNING);
    }

    /** Gives the unit up; false if it runs or ran already. */
    boolean abandon() {
        return state.compareAndSet(State.WAITING, State.ABANDONED);
    }

    /** Tells once that this is the first run; later ones repeat it. */
    boolean isFirstRun() {
        boolean first = !begun;
        begun = true;
        return first;
    }

    void run(Sql sql) throws Exception {
        began = System.nanoTime();
        result = work.run(sql);
    }

    /** Keeps the effects of the last run: a run that was undone and repeated leaves those of the repetition. */
    void effects(List<Runnable> effects) {
        this.effects = effects;
    }

    List<Runnable> effects() {
        return effects;
    }

    /** Tells the caller that the work is done, and durable if it was a write. */
    void succeed() {
        complete(this, result);
    }

    void fail(Throwable cause) {
        completeExceptionally(cause);
    }

    @SuppressWarnings("NullAway") // the future of a Work<Void> completes with null
    private static <T> void complete(CompletableFuture<T> future, @Nullable T value) {
        future.complete(value);
    }
}
