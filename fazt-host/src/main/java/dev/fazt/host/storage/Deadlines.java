package dev.fazt.host.storage;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Ends the waiting of callers for whom it takes too long. Thread-safe.
 *
 * <p>It looks at all of them now and then: to set a timer for each and take it back costs more
 * than all the rest of waiting.
 */
final class Deadlines {
    private final Set<Wait> waits = ConcurrentHashMap.newKeySet();

    /** Is the waiting of one caller, closed when it is over. */
    final class Wait implements AutoCloseable {
        private final long until;
        private final Runnable end;

        private Wait(long until, Runnable end) {
            this.until = until;
            this.end = end;
        }

        private boolean isOver(long now) {
            if (now - until < 0) {
                return false;
            }
            end.run();
            return true;
        }

        @Override
        public void close() {
            waits.remove(this);
        }
    }

    /**
     * Notes that somebody waits.
     *
     * @param until by the clock of {@link System#nanoTime}
     * @param end ends the waiting, on another thread; it may have ended by itself
     */
    Wait begin(long until, Runnable end) {
        Wait wait = new Wait(until, end);
        waits.add(wait);
        return wait;
    }

    void check(long now) {
        waits.removeIf(wait -> wait.isOver(now));
    }
}
