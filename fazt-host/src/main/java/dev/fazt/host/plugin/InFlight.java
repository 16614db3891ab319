package dev.fazt.host.plugin;

import dev.fazt.api.FaztException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts who is inside the code of one generation, ends what takes too long, and lets nobody in any more once it is closed. Thread-safe.
 *
 * <p>A plugin whose handlers hang keeps so many requests of its own, and nobody else's.
 */
public final class InFlight {
    private static final Logger LOG = LoggerFactory.getLogger(InFlight.class);
    private static final int CLOSED = 1 << 30;

    private final String plugin;
    private final ClassLoader loader;
    private final PluginLimits limits;
    /** Is how many are inside, and the mark that nobody may enter. */
    private final AtomicInteger state = new AtomicInteger();
    private final Set<Call> limited = ConcurrentHashMap.newKeySet();

    InFlight(String plugin, ClassLoader loader, PluginLimits limits) {
        this.plugin = plugin;
        this.loader = loader;
        this.limits = limits;
    }

    /** Returns the id of the plugin. */
    public String plugin() {
        return plugin;
    }

    /** Is somebody inside. Closed by the thread that entered. */
    public final class Call implements AutoCloseable {
        private final Thread thread = Thread.currentThread();
        private final @Nullable ClassLoader outside = thread.getContextClassLoader();
        private final long since;
        private final @Nullable BooleanSupplier answering;
        private boolean ended;
        private boolean interrupted;

        private Call(@Nullable BooleanSupplier answering) {
            this.answering = answering;
            this.since = answering == null ? 0 : System.nanoTime();
            thread.setContextClassLoader(loader);
        }

        private boolean isAnswering() {
            return answering == null || answering.getAsBoolean();
        }

        /** Ends the call if it still goes on. */
        private synchronized void interrupt() {
            if (!ended) {
                interrupted = true;
                thread.interrupt();
            }
        }

        private synchronized boolean end() {
            ended = true;
            return interrupted;
        }

        /** Says in the host's words what an interrupted call has failed with. */
        public Throwable explain(Throwable thrown) {
            synchronized (this) {
                if (interrupted) {
                    // With the mark that the plugin may have left set, the answer would break the connection.
                    Thread.interrupted();
                }
                return interrupted
                        ? FaztException.busy(
                                "the plugin '%s' was stopped, since it took too long to answer".formatted(plugin),
                                Duration.ofSeconds(5))
                        : thrown;
            }
        }

        @Override
        public void close() {
            if (answering != null) {
                limited.remove(this);
                if (end()) {
                    Thread.interrupted(); // it was meant for this call, not for what this thread does next
                }
            }
            thread.setContextClassLoader(outside);
            state.decrementAndGet();
        }
    }

    /**
     * Lets a request in, for no longer than the limit until its answer begins.
     *
     * @param answering tells whether the answer has begun: how long it takes then is up to the client
     * @throws FaztException 503 if the plugin is being replaced or has too many requests already
     */
    public Call enter(BooleanSupplier answering) {
        if (state.get() - limits.concurrentRequests() >= 0 && (state.get() & CLOSED) == 0) {
            throw FaztException.busy(
                    "the plugin '%s' has %,d requests already: try again later".formatted(plugin, limits.concurrentRequests()),
                    Duration.ofSeconds(1));
        }
        enterOrRefuse();
        return limited(answering);
    }

    /** Lets somebody in who may take as long as it takes. */
    Call enter() {
        enterOrRefuse();
        return new Call(null);
    }

    /** Lets somebody in who has nothing to answer, such as an event, for no longer than the limit; null if nobody may enter. */
    @Nullable Call tryEnter() {
        return entered() ? limited(() -> false) : null;
    }

    private Call limited(BooleanSupplier answering) {
        Call call = new Call(answering);
        limited.add(call);
        return call;
    }

    private boolean entered() {
        if ((state.incrementAndGet() & CLOSED) != 0) {
            state.decrementAndGet();
            return false;
        }
        return true;
    }

    private void enterOrRefuse() {
        if (!entered()) {
            throw FaztException.busy(
                    "the plugin '%s' is being replaced: try again in a moment".formatted(plugin), Duration.ofSeconds(1));
        }
    }

    /** Returns how many are inside. */
    int count() {
        return state.get() & ~CLOSED;
    }

    /** Interrupts what is over its limit and has not begun to answer. */
    void check(long now) {
        for (Call call : limited) {
            if (now - call.since > limits.requestLimit().toNanos() && !call.isAnswering()) {
                LOG.warn("a request in plugin '{}' is stopped after {} s", plugin, limits.requestLimit().toSeconds());
                call.interrupt();
            }
        }
    }

    /** Lets nobody in any more, and waits for those inside: after the limit they are interrupted, and left. */
    void drain() {
        state.accumulateAndGet(CLOSED, (present, mark) -> present | mark);
        if (awaitNobody(limits.drainLimit())) {
            return;
        }
        LOG.warn("{} calls in plugin '{}' did not end within {} ms, and are interrupted", count(), plugin, limits.drainLimit().toMillis());
        limited.forEach(Call::interrupt);
        awaitNobody(Duration.ofSeconds(1));
    }

    private boolean awaitNobody(Duration limit) {
        long until = System.nanoTime() + limit.toNanos();
        while (count() > 0) {
            if (System.nanoTime() - until >= 0) {
                return false;
            }
            LockSupport.parkNanos(200_000);
        }
        return true;
    }
}
