package dev.fazt.host.backup;

import dev.fazt.api.FaztException;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Runs what is mostly native code on a platform thread: it would keep the carrier of a virtual thread for as long as it takes. */
final class OwnThread {
    private OwnThread() {}

    /** Runs the work, and waits for its end. */
    static <T> T call(String name, Callable<T> work) {
        CompletableFuture<T> made = new CompletableFuture<>();
        Thread.ofPlatform().name(name).daemon().start(() -> {
            try {
                made.complete(work.call());
            } catch (Throwable e) {
                made.completeExceptionally(e);
            }
        });
        try {
            return made.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof FaztException known ? known : new IllegalStateException("the copy failed", e.getCause());
        }
    }
}
