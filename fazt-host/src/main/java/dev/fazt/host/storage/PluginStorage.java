package dev.fazt.host.storage;

import dev.fazt.api.Fault;
import dev.fazt.api.FaztException;
import dev.fazt.api.Site;
import dev.fazt.api.storage.Storage;
import dev.fazt.api.storage.Work;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Is one plugin's way into the storage: its lanes, and how long its callers wait. Thread-safe. */
public final class PluginStorage implements Storage, AutoCloseable {
    private static final Duration DEADLINE = Duration.ofSeconds(10);

    private final StorageEngine engine;
    private final WriteLanes.OfPlugin lanes;
    private final @Nullable Site site;
    private final Duration deadline;

    PluginStorage(StorageEngine engine, WriteLanes.OfPlugin lanes) {
        this(engine, lanes, null, DEADLINE);
    }

    private PluginStorage(StorageEngine engine, WriteLanes.OfPlugin lanes, @Nullable Site site, Duration deadline) {
        this.engine = engine;
        this.lanes = lanes;
        this.site = site;
        this.deadline = deadline;
    }

    @Override
    public Storage forSite(Site site) {
        return new PluginStorage(engine, lanes, site, deadline);
    }

    @Override
    public Storage within(Duration deadline) {
        if (deadline.isNegative() || deadline.isZero()) {
            throw new IllegalArgumentException("a deadline lies ahead, not at " + deadline);
        }
        return new PluginStorage(engine, lanes, site, deadline);
    }

    @Override
    public <T> T write(Work<T> work) {
        long until = System.nanoTime() + deadline.toNanos();
        WorkUnit<T> unit = engine.put(work, lanes, lane(), deadline, engine.settings().writeLimit());
        try {
            return outcome(unit, until);
        } catch (TimeoutException e) {
            if (unit.abandon()) {
                throw engine.counted(
                        FaztException.busy("the storage is overloaded: try again later", Duration.ofSeconds(1)));
            }
            throw unknown("the write began, but was not through within %d ms".formatted(deadline.toMillis()));
        }
    }

    @Override
    public <T> CompletableFuture<T> submit(Work<T> work) {
        return Submission.of(engine.put(work, lanes, lane(), deadline, engine.settings().writeLimit()));
    }

    /** Runs work of the host that takes as long as it takes, such as a migration, and waits for it. */
    <T> T writeWithoutLimit(Work<T> work) {
        Duration unlimited = Duration.ofDays(365);
        try {
            return outcome(engine.put(work, lanes, lane(), deadline, unlimited), System.nanoTime() + unlimited.toNanos());
        } catch (TimeoutException e) {
            throw new IllegalStateException(e); // a year is over
        }
    }

    @Override
    public <T> T read(Work<T> work) {
        long until = System.nanoTime() + deadline.toNanos();
        WorkUnit<T> unit = engine.read(work, lanes, deadline);
        try {
            return outcome(unit, until);
        } catch (TimeoutException e) {
            if (unit.abandon()) {
                throw engine.counted(
                        FaztException.busy("all readers are busy: try again later", Duration.ofSeconds(1)));
            }
            engine.readers().interrupt(unit);
            throw SqlWorker.stopped("it was not through within %d ms".formatted(deadline.toMillis()));
        }
    }

    private WriteLane lane() {
        if (ControlPlaneWork.isRunning()) {
            return lanes.control();
        }
        return site == null ? lanes.general() : lanes.site(site.name());
    }

    private static <T> T outcome(WorkUnit<T> unit, long until) throws TimeoutException {
        try {
            return unit.get(until - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            if (unit.abandon()) {
                throw FaztException.busy("interrupted before it began", Duration.ofSeconds(1));
            }
            throw unknown("interrupted while it ran");
        } catch (ExecutionException e) {
            throw rethrown(e);
        }
    }

    private static FaztException unknown(String what) {
        return new FaztException(
                new Fault.Unknown(),
                what + ": its outcome is not known; look before repeating it, or repeat it with the same idempotency key");
    }

    private static RuntimeException rethrown(ExecutionException failure) {
        return switch (failure.getCause()) {
            case RuntimeException unchecked -> unchecked;
            case Error error -> throw error;
            case null, default -> new IllegalStateException(failure.getMessage(), failure.getCause());
        };
    }

    /** Waits until what was handed in is durable. Nothing may be handed in any more. */
    @Override
    public void close() {
        // A lane is a queue: when an empty unit is through, so is everything before it.
        List<CompletableFuture<Integer>> last = new ArrayList<>();
        for (WriteLane lane : lanes.all()) {
            last.add(engine.put(sql -> 0, lanes, lane, deadline, engine.settings().writeLimit()));
        }
        last.forEach(CompletableFuture::join);
    }
}
