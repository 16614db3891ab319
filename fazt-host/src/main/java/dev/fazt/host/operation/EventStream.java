package dev.fazt.host.operation;

import dev.fazt.api.operation.Progress;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Sends the course of an operation as server-sent events (WHATWG HTML, 9.2): {@code progress} while it runs, comments as a sign of
 * life, and {@code result} or {@code problem} at its end.
 *
 * <p>A thread of its own sends, so that a client that reads slowly, or went away, never delays the operation: of the reports that
 * come in meanwhile only the latest is kept. Thread-safe.
 */
final class EventStream implements Progress {
    /** Between two reports, so that a loop that reports each step does not fill the network. */
    private static final Duration PACE = Duration.ofMillis(200);

    private final OutputStream out;
    private final JsonMapper json;
    private final Duration heartbeat;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Thread sender;
    private @Nullable Report latest;
    private boolean ending;
    private boolean gone;

    /** Is one report, as it is sent. */
    record Report(String step, long done, long total) {}

    /**
     * Begins to send.
     *
     * @param out not closed here
     * @param heartbeat how long the stream may be silent
     */
    EventStream(OutputStream out, JsonMapper json, Duration heartbeat) {
        this.out = out;
        this.json = json;
        this.heartbeat = heartbeat;
        this.sender = Thread.ofVirtual().name("fazt-progress").start(this::send);
    }

    @Override
    public void report(String step, long done, long total) {
        lock.lock();
        try {
            latest = new Report(step, Math.max(0, done), Math.max(0, total));
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Sends the last report, and then the end.
     *
     * @throws IOException if the client went away
     */
    void end(String event, Object value) throws IOException {
        lock.lock();
        try {
            ending = true;
            changed.signal();
        } finally {
            lock.unlock();
        }
        await();
        if (gone) {
            throw new IOException("the client went away");
        }
        if (latest != null) {
            write(event("progress", latest));
        }
        write(event(event, value));
    }

    /** An interrupt must not leave two threads to write at the same time. */
    private void await() {
        boolean interrupted = false;
        while (sender.isAlive()) {
            try {
                sender.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void send() {
        try {
            for (String text = next(); text != null; text = next()) {
                write(text);
                pause();
            }
        } catch (IOException | UncheckedIOException e) {
            gone = true; // the operation goes on: what it does was asked for
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits for what is to be sent next: a report, or a sign of life if none came for long; null at the end. */
    private @Nullable String next() throws InterruptedException {
        lock.lock();
        try {
            long left = heartbeat.toNanos();
            while (latest == null && !ending && left > 0) {
                left = changed.awaitNanos(left);
            }
            Report report = latest;
            if (ending) {
                return null;
            }
            latest = null;
            return report == null ? ": still at work\n\n" : event("progress", report);
        } finally {
            lock.unlock();
        }
    }

    private void pause() throws InterruptedException {
        lock.lock();
        try {
            long left = Math.min(PACE.toNanos(), heartbeat.toNanos());
            while (!ending && left > 0) {
                left = changed.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    private String event(String name, Object value) {
        return "event: " + name + "\ndata: " + json.writeValueAsString(value) + "\n\n";
    }

    private void write(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }
}
