package dev.fazt.host.audit;

import dev.fazt.api.Fault;
import dev.fazt.api.FaztException;
import dev.fazt.api.storage.Row;
import dev.fazt.api.storage.Sql;
import dev.fazt.api.storage.Storage;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the audit log in the data file. Thread-safe.
 *
 * <p>What changes something is written down before it begins, durably: if that fails, as on a full disk, it does not begin. So
 * nothing happens without a line, even if the server is killed in the middle. How it ended is a second line.
 */
public final class AuditLog {
    private static final Logger LOG = LoggerFactory.getLogger("audit");

    private static final String INSERT =
            "INSERT INTO audit (id, act, at, kind, name, via, token, operation, target, address, outcome, status, millis, detail)"
                    + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
    private static final String LIST = """
            SELECT a.id, a.at, a.kind, a.name, a.via, a.token, a.operation, a.target, a.address, a.outcome, a.status, a.millis, a.detail
            FROM audit a
            WHERE a.at >= ? AND a.at < ? AND (a.at, a.id) < (?, ?)
            AND (? = '' OR a.operation = ? OR substr(a.operation, 1, ?) = ?)
            AND (? = '' OR a.name = ?)
            AND (? = '' OR a.outcome = ?)
            AND (a.outcome <> 'begun' OR NOT EXISTS
                (SELECT 1 FROM audit b WHERE b.act = a.act AND b.outcome <> 'begun'))
            ORDER BY a.at DESC, a.id DESC LIMIT ?""";
    private static final String SWEEP =
            "DELETE FROM audit WHERE id IN (SELECT id FROM audit WHERE at < ? ORDER BY at, id LIMIT ?)";
    private static final int SWEPT_AT_ONCE = 500;

    private final Storage storage;
    private final Clock clock;
    private final Duration keep;
    private final LineNumbers numbers;
    private final Ration ration;
    private volatile CompletableFuture<Integer> refusal = CompletableFuture.completedFuture(0);

    /**
     * Opens the log.
     *
     * @param storage the host's lane
     * @param keep how long lines are kept
     */
    public AuditLog(Storage storage, Clock clock, Duration keep) {
        this.storage = storage;
        this.clock = clock;
        this.keep = keep;
        this.numbers = new LineNumbers(clock);
        this.ration = new Ration(clock);
    }

    /** Is an act that has begun. */
    public final class Begun {
        private final String act;
        private final Act what;
        private final long at;

        private Begun(String act, Act what, long at) {
            this.act = act;
            this.what = what;
            this.at = at;
        }

        /** Writes down how it ended. A failure to do so is logged: that it was begun is on disk. */
        public void end(Outcome outcome, int status) {
            try {
                add(act, what, at, outcome, status, Math.max(0, clock.millis() - at), null);
            } catch (FaztException e) {
                LOG.error("the end of {} can not be written down: {}", what.operation(), e.getMessage());
            }
        }
    }

    /**
     * Writes down that something is about to be done, and returns once that is on disk.
     *
     * @throws FaztException if it can not be written down; then it must not be done
     */
    public Begun begin(Act what) {
        String act = numbers.next();
        long at = clock.millis();
        try {
            add(act, what, at, Outcome.BEGUN, null, null, null);
        } catch (FaztException e) {
            throw e.fault() instanceof Fault.Resource
                    ? new FaztException(
                            new Fault.Resource(),
                            "nothing was done, since the audit log can not be written: %s".formatted(e.getMessage()), e)
                    : e;
        }
        return new Begun(act, what, at);
    }

    /**
     * Writes down what is over already, and returns once that is on disk.
     *
     * @throws FaztException if it can not be written down
     */
    public void record(Act what, Outcome outcome, int status) {
        add(numbers.next(), what, clock.millis(), outcome, status, null, null);
    }

    /**
     * Writes down a refusal without waiting for it. Somebody who is refused again and again fills neither the log nor the time of
     * others: beyond some lines per minute, refusals are only counted, and the next line tells how many.
     */
    public void refused(Act what, int status) {
        ration.take().ifPresent(unwritten -> {
            String detail = unwritten == 0 ? null : "%d more were refused and are not listed".formatted(unwritten);
            try {
                refusal = storage.within(Duration.ofSeconds(1)).submit(sql -> insert(
                        sql, numbers.next(), what, clock.millis(), Outcome.REFUSED, status, null, detail));
            } catch (FaztException busy) {
                LOG.warn("a refusal of {} is not written down: {}", what.operation(), busy.getMessage());
            }
        });
    }

    private void add(
            String act, Act what, long at, Outcome outcome, @Nullable Integer status, @Nullable Long millis, @Nullable String detail) {
        storage.write(sql -> insert(sql, act, what, at, outcome, status, millis, detail));
        LOG.info("{} '{}' by {} '{}' from {}: {}", what.operation(), what.target(), what.actor().kind(), what.actor().name(),
                what.address(), outcome);
    }

    private int insert(
            Sql sql,
            String act,
            Act what,
            long at,
            Outcome outcome,
            @Nullable Integer status,
            @Nullable Long millis,
            @Nullable String detail) {
        Actor actor = what.actor();
        return sql.update(
                INSERT,
                numbers.next(),
                act,
                at,
                actor.kind(),
                actor.name(),
                actor.via(),
                actor.credential(),
                what.operation(),
                what.target(),
                what.address(),
                outcome.toString(),
                status,
                millis,
                detail);
    }

    /** Lists lines, the latest first: one for each act. */
    List<AuditLine> list(AuditQuery query) {
        awaitRefusal();
        return storage.read(sql -> sql.query(
                LIST,
                AuditLog::line,
                query.since().toEpochMilli(),
                query.until().toEpochMilli(),
                query.before().at(),
                query.before().id(),
                query.operation(),
                query.operation(),
                query.operation().length() + 1,
                query.operation() + ".",
                query.name(),
                query.name(),
                query.outcome(),
                query.outcome(),
                query.limit()));
    }

    /** Who looks sees what was refused just before. */
    private void awaitRefusal() {
        try {
            refusal.join();
        } catch (CompletionException | CancellationException e) {
            LOG.warn("a refusal is not written down: {}", e.toString());
        }
    }

    private static AuditLine line(Row row) {
        Long status = row.integerOrNull("status");
        return new AuditLine(
                row.text("id"),
                Instant.ofEpochMilli(row.integer("at")),
                row.text("operation"),
                row.text("target"),
                row.text("outcome"),
                status == null ? null : Math.toIntExact(status),
                row.text("kind"),
                row.text("name"),
                row.text("via"),
                row.textOrNull("token"),
                row.text("address"),
                row.integerOrNull("millis"),
                row.textOrNull("detail"));
    }

    /** Removes lines that are past their time, in small units of work. */
    public void sweep() {
        long before = clock.instant().minus(keep).toEpochMilli();
        int removed;
        do {
            removed = storage.write(sql -> sql.update(SWEEP, before, SWEPT_AT_ONCE));
        } while (removed == SWEPT_AT_ONCE && !Thread.currentThread().isInterrupted());
    }
}
