package dev.fazt.host.proof;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/** Is many virtual threads that do the same over and over, and a few that do something else beside them. */
final class Crowd {
    private Crowd() {}

    /** Is what is done again and again. */
    interface Turn {
        void take() throws Exception;
    }

    /**
     * Runs as long as the condition holds and nobody fails, and returns when all have ended.
     *
     * @param turn what the crowd does
     * @param others what is done beside it, in a thread each
     * @throws AssertionError if anybody failed
     */
    static void run(int size, BooleanSupplier condition, Turn turn, Turn... others) throws InterruptedException {
        AtomicBoolean failed = new AtomicBoolean();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < size; i++) {
                all.add(threads.submit(repeated(turn, condition, failed)));
            }
            for (Turn other : others) {
                all.add(threads.submit(repeated(other, condition, failed)));
            }
            for (Future<?> one : all) {
                one.get();
            }
        } catch (ExecutionException e) {
            throw new AssertionError(e.getMessage(), e);
        }
    }

    private static Callable<Integer> repeated(Turn turn, BooleanSupplier condition, AtomicBoolean failed) {
        return () -> {
            try {
                while (condition.getAsBoolean() && !failed.get()) {
                    turn.take();
                }
                return 0;
            } catch (Throwable e) {
                failed.set(true);
                throw e;
            }
        };
    }
}
