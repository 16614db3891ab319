package dev.fazt.host.storage;

import dev.fazt.api.storage.Sql;
import dev.fazt.api.storage.Work;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Is a unit of work on its way through the writer.
 *
 * <p>It waits, and then either runs or is abandoned by its caller, never both: whoever changes the state first decides.
 */
final class WorkUnit<T> extends AtomicInteger {
    private static final long serialVersionUID = 1L;
    private static final int WAITING = 0;
    private static final int RUNNING = 1;
    private static final int ABANDONED = 2;

    final transient String plugin;
    final transient CompletableFuture<T> outcome = new CompletableFuture<>();
    private final transient Work<T> work;
    private transient @Nullable T result;
    private transient List<Runnable> effects = List.of();

    WorkUnit(String plugin, Work<T> work) {
        this.plugin = plugin;
        this.work = work;
    }

    /** Takes the unit for running; false if its caller gave up before. */
    boolean claim() {
        return compareAndSet(WAITING, RUNNING);
    }

    /** Gives the unit up; false if it runs or ran already. */
    boolean abandon() {
        return compareAndSet(WAITING, ABANDONED);
    }

    void run(Sql sql) throws Exception {
        result = work.run(sql);
    }

    void effects(List<Runnable> effects) {
        this.effects = effects;
    }

    List<Runnable> effects() {
        return effects;
    }

    /** Tells the caller that the work is durable. */
    void succeed() {
        // A null result is legal for a Work<Void>, and CompletableFuture passes it on.
        complete(outcome, result);
    }

    void fail(Throwable cause) {
        outcome.completeExceptionally(cause);
    }

    @SuppressWarnings("NullAway") // the future of a Work<Void> completes with null
    private static <T> void complete(CompletableFuture<T> future, @Nullable T value) {
        future.complete(value);
    }
}
