package dev.fazt.host.backup;

import dev.fazt.api.FaztException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes backups at an interval and keeps the newest, on a thread of its own.
 *
 * <p>When the next one is due follows from the newest that is there, so that restarts do not shift it. The clock is read at least
 * once a minute and at most one backup is made per look: a clock that jumps causes one backup, not many and not none.
 * Thread-safe.
 */
public final class BackupSchedule implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(BackupSchedule.class);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
    private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(1);
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofMinutes(15);
    private static final long PATIENCE_SECONDS = 60;

    private final Backup backup;
    private final BackupFolder folder;
    private final int keep;
    private final @Nullable Duration every;
    private final Clock clock;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Semaphore single = new Semaphore(1);
    private final AtomicLong failures = new AtomicLong();
    private final Thread thread = Thread.ofPlatform().name("fazt-backup").daemon().unstarted(this::loop);
    private volatile @Nullable Instant lastSuccess;

    public BackupSchedule(Path database, BackupSettings settings, Clock clock) {
        this.backup = new Backup(database);
        this.folder = new BackupFolder(settings.folder(), database);
        this.keep = settings.keep();
        this.every = settings.every();
        this.clock = clock;
    }

    /** Starts the thread, if there is an interval. One that is overdue is made at once. */
    public void start() {
        if (every != null) {
            thread.start();
        }
    }

    /** Returns when the last backup was made, also by an earlier run of the server. */
    public Optional<Instant> lastSuccess() {
        return Optional.ofNullable(lastSuccess);
    }

    /** Returns how many backups have failed since the start. */
    public long failures() {
        return failures.get();
    }

    private void loop() {
        Duration pause = Duration.ZERO;
        try {
            while (!closed.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                pause = runIfDue() ? bounded(untilNext()) : shorter(PAUSE_AFTER_FAILURE, every);
            }
        } catch (InterruptedException e) {
            // Closing: the thread ends, and was interrupted for nothing else.
        }
    }

    private static Duration bounded(Duration wanted) {
        return wanted.compareTo(SHORTEST_PAUSE) < 0 ? SHORTEST_PAUSE : shorter(wanted, LONGEST_PAUSE);
    }

    private static Duration shorter(Duration one, @Nullable Duration other) {
        return other == null || one.compareTo(other) < 0 ? one : other;
    }

    /** Makes a backup if it is time. False if it failed. */
    boolean runIfDue() throws InterruptedException {
        try {
            if (!untilNext().isPositive()) {
                run();
            }
            return true;
        } catch (IOException | RuntimeException e) {
            if (Thread.interrupted() || closed.getCount() == 0) {
                throw new InterruptedException();
            }
            failures.incrementAndGet();
            LOG.error("the scheduled backup failed, older ones are untouched: {}", e.getMessage());
            return false;
        }
    }

    private void run() throws IOException {
        make(CopyProgress.NONE);
    }

    /**
     * Makes a backup at once, whether one is due or not, and keeps as many as ever. Call it on a platform thread.
     *
     * @throws FaztException 409 if another is being made, or was made in this very second
     */
    VerifiedCopy make(CopyProgress progress) throws IOException {
        if (!single.tryAcquire()) {
            throw FaztException.conflict("another backup is being made: wait until it is done");
        }
        try {
            Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
            VerifiedCopy copy = backup.create(folder.next(now), false, progress);
            lastSuccess = now;
            LOG.info("backed up to '{}', {}, verified", copy.file(), new ByteCount(copy.bytes()));
            try {
                folder.keepNewest(keep, now);
            } catch (IOException e) {
                LOG.warn("older backups can not be deleted: {}", e.getMessage());
            }
            return copy;
        } finally {
            single.release();
        }
    }

    /** Returns how long it is until the next backup; zero or less if it is overdue. */
    Duration untilNext() {
        Instant now = clock.instant();
        try {
            Optional<Instant> newest = folder.newest(now);
            newest.ifPresent(time -> lastSuccess = time);
            return newest.isEmpty() || every == null
                    ? Duration.ZERO
                    : Duration.between(now, newest.get().plus(every));
        } catch (IOException e) {
            LOG.warn("the folder of the backups can not be read: {}", e.getMessage());
            return Duration.ZERO;
        }
    }

    /** Ends the thread. A copy that is being made is given up when it gets to its verification. */
    @Override
    public void close() {
        closed.countDown();
        thread.interrupt();
        try {
            thread.join(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
