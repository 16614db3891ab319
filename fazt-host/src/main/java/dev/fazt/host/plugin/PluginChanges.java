package dev.fazt.host.plugin;

import dev.fazt.api.Fault;
import dev.fazt.api.FaztException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** Lets one change of plugins happen at a time: of two administrators at once, the second waits for the first. Thread-safe. */
final class PluginChanges {
    private static final long PATIENCE_SECONDS = 60;

    private final ReentrantLock lock = new ReentrantLock(true);

    /**
     * Makes a change.
     *
     * @throws FaztException 422 if the plugin is the reason that it can not be made
     */
    <T> T make(Supplier<T> change) {
        acquire();
        try {
            return change.get();
        } catch (PluginRejected e) {
            throw refused(e);
        } finally {
            lock.unlock();
        }
    }

    private void acquire() {
        try {
            if (!lock.tryLock(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw FaztException.busy("another change of plugins goes on: try again later", Duration.ofSeconds(10));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw FaztException.busy("interrupted while another change of plugins went on", Duration.ofSeconds(1));
        }
    }

    /** Says to a caller why a plugin can not be taken. */
    static FaztException refused(PluginRejected e) {
        return new FaztException(new Fault.Invalid(422, List.of()), String.valueOf(e.getMessage()), e);
    }
}
