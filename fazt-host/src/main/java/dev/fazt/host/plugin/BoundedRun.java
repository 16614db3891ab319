package dev.fazt.host.plugin;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Runs a plugin's code on a thread of its own, and no longer than a limit: the code may throw anything, hang, or spin.
 *
 * <p>Java can not end a thread that does not want to. One that is over its limit is interrupted; if that does not help, it is left behind,
 * and the host goes on.
 */
final class BoundedRun {
    private static final Duration GRACE = Duration.ofSeconds(1);
    private static final int SHOWN_FRAMES = 3;

    private BoundedRun() {}

    /**
     * Runs code.
     *
     * @param what for messages, such as {@code its start}
     * @param loader becomes the context class loader, which libraries look at
     * @throws PluginRejected if it threw, or did not end
     */
    static <T> T call(String what, String threadName, @Nullable ClassLoader loader, Duration limit, Callable<T> code) {
        CompletableFuture<T> outcome = new CompletableFuture<>();
        Thread thread = Thread.ofPlatform().name(threadName).daemon().unstarted(() -> {
            try {
                outcome.complete(code.call());
            } catch (Throwable e) {
                outcome.completeExceptionally(e);
            }
        });
        if (loader != null) {
            thread.setContextClassLoader(loader);
        }
        thread.start();
        try {
            if (!thread.join(limit)) {
                String place = place(thread);
                thread.interrupt();
                boolean ended = thread.join(GRACE);
                throw new PluginRejected("%s took longer than %d ms%s; it was at %s"
                        .formatted(what, limit.toMillis(), ended ? "" : " and is left behind", place));
            }
        } catch (InterruptedException e) {
            thread.interrupt();
            Thread.currentThread().interrupt();
            throw new PluginRejected(what + " was interrupted", e);
        }
        return result(what, outcome);
    }

    private static <T> T result(String what, CompletableFuture<T> outcome) {
        return switch (outcome.state()) {
            case SUCCESS -> outcome.resultNow();
            case FAILED -> {
                Throwable failure = outcome.exceptionNow();
                if (failure instanceof PluginRejected own) {
                    throw own;
                }
                throw new PluginRejected(what + " failed: " + failure, failure);
            }
            case RUNNING, CANCELLED -> throw new PluginRejected(what + " ended without a result");
        };
    }

    private static String place(Thread thread) {
        return Arrays.stream(thread.getStackTrace())
                .limit(SHOWN_FRAMES)
                .map(StackTraceElement::toString)
                .collect(Collectors.joining(", called from "));
    }
}
