package dev.fazt.host.storage;

import dev.fazt.api.Fault;
import dev.fazt.api.FaztException;
import dev.fazt.api.Site;
import dev.fazt.api.storage.Storage;
import dev.fazt.api.storage.Work;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Is one plugin's way into the storage: its lanes, and how long its callers wait. Thread-safe. */
public final class PluginStorage implements Storage, AutoCloseable {
    private static final Duration DEADLINE = Duration.ofSeconds(10);
    /** Is how much later an open unit is ended than what goes on meanwhile should have: that one can say more. */
    private static final Duration SLACK = Duration.ofMillis(1_200);
    private static final Duration UNLIMITED = Duration.ofDays(365);

    private final StorageEngine engine;
    private final WriteLanes.OfPlugin lanes;
    private final Access access;
    private final @Nullable Site site;
    private final Duration deadline;

    PluginStorage(StorageEngine engine, WriteLanes.OfPlugin lanes) {
        this(engine, lanes, new Access(), null, DEADLINE);
    }

    private PluginStorage(
            StorageEngine engine, WriteLanes.OfPlugin lanes, Access access, @Nullable Site site, Duration deadline) {
        this.engine = engine;
        this.lanes = lanes;
        this.access = access;
        this.site = site;
        this.deadline = deadline;
    }

    @Override
    public Storage forSite(Site site) {
        return new PluginStorage(engine, lanes, access, site, deadline);
    }

    @Override
    public Storage within(Duration deadline) {
        if (deadline.isNegative() || deadline.isZero()) {
            throw new IllegalArgumentException("a deadline lies ahead, not at " + deadline);
        }
        return new PluginStorage(engine, lanes, access, site, deadline);
    }

    @Override
    public <T> T write(Work<T> work) {
        long until = System.nanoTime() + deadline.toNanos();
        WorkUnit<T> unit = put(work);
        try (Deadlines.Wait _ = engine.deadlines().begin(until, () -> giveUp(unit))) {
            return outcome(unit);
        }
    }

    private void giveUp(WorkUnit<?> unit) {
        if (unit.abandon()) {
            unit.fail(engine.counted(
                    FaztException.busy("the storage is overloaded: try again later", Duration.ofSeconds(1))));
        } else {
            unit.fail(unknown("the write began, but was not through within %d ms".formatted(deadline.toMillis())));
        }
    }

    @Override
    public <T> CompletableFuture<T> submit(Work<T> work) {
        return Submission.of(put(work));
    }

    private <T> WorkUnit<T> put(Work<T> work) {
        WorkUnit<T> part = part(work, engine.settings().writeLimit());
        return part == null ? engine.put(work, lanes, lane(), deadline, engine.settings().writeLimit()) : part;
    }

    private <T> @Nullable WorkUnit<T> part(Work<T> work, Duration limit) {
        StorageEngine.refuseWithinUnit();
        access.requireOpen(lanes.plugin());
        return access.part(lanes.plugin(), work, limit);
    }

    /** Is something that goes on while a unit of work is open. */
    public interface Meanwhile {
        void run() throws Exception;
    }

    /**
     * Runs something while one unit of work is open. All that is written and read through this storage meanwhile, on any thread, is a
     * part of that unit: when this returns, it is durable together; when it throws, nothing of it was stored.
     *
     * <p>Everybody else's writes wait as long.
     *
     * @param first runs within the unit before anything else, and takes as long as it takes
     * @param limit how long it may go on after that
     * @param last runs within the unit at its end, if all went well
     */
    public void asOneUnit(Work<?> first, Duration limit, Meanwhile meanwhile, Work<?> last) throws Exception {
        OpenUnit open = new OpenUnit();
        AtomicReference<@Nullable WorkUnit<Boolean>> whole = new AtomicReference<>();
        Work<Boolean> work = open.work(first, last, () -> Optional.ofNullable(whole.get()).ifPresent(unit -> unit.limitFromNow(limit.plus(SLACK))));
        WorkUnit<Boolean> unit = new WorkUnit<>(lanes.plugin(), work, UNLIMITED).asLast();
        whole.set(unit);
        CompletableFuture<Boolean> answered = unit.whenComplete((stored, thrown) -> open.end(thrown));
        engine.put(unit, lanes.control(), deadline);
        @Nullable Exception failure = null;
        try {
            CompletableFuture.anyOf(answered, open.opened()).join();
            access.open(open);
            if (!unit.isDone()) {
                meanwhile.run();
            }
        } catch (CompletionException e) {
            failure = null; // the unit's own: told below
        } catch (Exception e) {
            failure = e;
        } catch (Error e) {
            failure = new IllegalStateException(e);
        } finally {
            open.close(failure);
        }
        try {
            outcome(unit);
        } catch (RuntimeException e) {
            // What went on meanwhile says more of why the unit ended, unless there is no room.
            if (failure == null || (e instanceof FaztException known && known.fault() instanceof Fault.Resource)) {
                throw e;
            }
        } finally {
            access.release(open);
        }
        if (failure != null) {
            throw failure;
        }
    }

    /** Runs work of the host that takes as long as it takes, such as a migration, and waits for it. */
    <T> T writeWithoutLimit(Work<T> work) {
        return outcome(engine.put(work, lanes, lane(), deadline, UNLIMITED));
    }

    @Override
    public <T> T read(Work<T> work) {
        long until = System.nanoTime() + deadline.toNanos();
        WorkUnit<T> part = part(work, engine.settings().readLimit());
        WorkUnit<T> unit = part == null ? engine.read(work, lanes, deadline) : part;
        try (Deadlines.Wait _ = engine.deadlines().begin(until, () -> giveUpReading(unit))) {
            return outcome(unit);
        }
    }

    private void giveUpReading(WorkUnit<?> unit) {
        if (unit.abandon()) {
            unit.fail(engine.counted(FaztException.busy("all readers are busy: try again later", Duration.ofSeconds(1))));
        } else {
            unit.fail(SqlWorker.stopped("it was not through within %d ms".formatted(deadline.toMillis())));
            engine.readers().interrupt(unit);
        }
    }

    private WriteLane lane() {
        if (ControlPlaneWork.isRunning()) {
            return lanes.control();
        }
        return site == null ? lanes.general() : lanes.site(site.name());
    }

    private static <T> T outcome(WorkUnit<T> unit) {
        try {
            return unit.get();
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

    /** Lets nothing more in, and waits until what was handed in is durable. */
    @Override
    public void close() {
        access.close();
        // A lane is a queue: when an empty unit is through, so is everything before it.
        List<CompletableFuture<Integer>> last = new ArrayList<>();
        for (WriteLane lane : lanes.all()) {
            last.add(engine.put(sql -> 0, lanes, lane, deadline, engine.settings().writeLimit()));
        }
        last.forEach(CompletableFuture::join);
    }
}
