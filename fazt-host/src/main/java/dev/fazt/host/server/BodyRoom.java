package dev.fazt.host.server;

import dev.fazt.api.FaztException;
import io.helidon.webserver.http.ServerRequest;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Bounds what the bodies of all requests under way hold together: whoever reads one holds it as a whole, and a thousand large ones at once
 * would not fit. Those above wait until others are answered, while the network makes their clients wait. Thread-safe.
 */
final class BodyRoom {
    /** Is what there is room for anyway in each request; such bodies never wait. */
    private static final int SMALL = 4 << 10;

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    private final long most;
    private final Semaphore kilobytes;
    private final Duration patience;

    BodyRoom() {
        this(Runtime.getRuntime().maxMemory() / 8, PATIENCE);
    }

    BodyRoom(long bytes, Duration patience) {
        this.most = Math.clamp(bytes >> 10, 1, Integer.MAX_VALUE);
        this.kilobytes = new Semaphore((int) most, true);
        this.patience = patience;
    }

    /**
     * Waits until there is room for the body of a request.
     *
     * @param largest the bytes to make room for if the request does not tell its length
     * @return what to give back to {@link #leave} when the request is answered
     * @throws FaztException 503 if there is none for too long
     */
    int enter(ServerRequest request, long largest) {
        if (!request.content().hasEntity()) {
            return 0;
        }
        long bytes = request.headers().contentLength().orElse(largest);
        if (bytes <= SMALL) {
            return 0;
        }
        int needed = (int) Math.clamp(bytes >> 10, 1, most);
        try {
            if (kilobytes.tryAcquire(needed, patience.toNanos(), TimeUnit.NANOSECONDS)) {
                return needed;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw FaztException.busy("too many large requests are under way", RETRY_AFTER);
    }

    void leave(int entered) {
        kilobytes.release(entered);
    }
}
