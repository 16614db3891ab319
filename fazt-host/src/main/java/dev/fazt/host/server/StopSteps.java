package dev.fazt.host.server;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps how to end what has begun, and ends it in reverse order. Used by one thread at a time. */
final class StopSteps {
    private static final Logger LOG = LoggerFactory.getLogger(StopSteps.class);

    private final Deque<Named> steps = new ArrayDeque<>();

    private record Named(String what, Step step) {}

    /** Ends one thing. */
    interface Step {
        void run() throws Exception;
    }

    /**
     * Adds how to end what has just begun.
     *
     * @param what for the log, such as {@code closing the listener}
     */
    void add(String what, Step step) {
        steps.addLast(new Named(what, step));
    }

    /** Takes all steps: a failure of one must not keep the others from being taken. */
    void takeAll() {
        for (Named next = steps.pollLast(); next != null; next = steps.pollLast()) {
            try {
                next.step.run();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (Exception e) {
                LOG.error("{} failed", next.what, e);
            }
        }
    }
}
