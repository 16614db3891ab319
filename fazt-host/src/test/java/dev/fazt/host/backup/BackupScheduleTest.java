package dev.fazt.host.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs a schedule by a clock that the test sets. */
class BackupScheduleTest {
    private static final Instant START = Instant.parse("2026-03-04T05:06:07Z");
    private static final Duration EVERY = Duration.ofHours(6);

    @TempDir
    Path folder;

    private final SetClock clock = new SetClock();
    private Path data;
    private Path backups;

    private static final class SetClock extends Clock {
        private volatile Instant now = START;

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    @BeforeEach
    void data() throws Exception {
        data = SampleFile.closed(folder.resolve("data.db"), 10);
        backups = folder.resolve("backups");
    }

    private BackupSchedule schedule(int keep) {
        return new BackupSchedule(data, new BackupSettings(EVERY, keep, backups), clock);
    }

    private List<String> names() throws IOException {
        try (var files = Files.list(backups)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private void later(Duration time) {
        clock.now = clock.now.plus(time);
    }

    @Nested
    class When_it_is_due {
        @Test
        void the_first_is_made_at_once_and_the_next_after_the_interval() throws Exception {
            BackupSchedule schedule = schedule(7);
            assertThat(schedule.runIfDue()).isTrue();
            assertThat(names()).containsExactly("data-20260304T050607Z.db");
            later(EVERY.minusSeconds(1));
            schedule.runIfDue();
            assertThat(names()).hasSize(1);
            later(Duration.ofSeconds(1));
            schedule.runIfDue();
            assertThat(names()).containsExactly("data-20260304T050607Z.db", "data-20260304T110607Z.db");
            assertThat(SampleFile.count(backups.resolve("data-20260304T110607Z.db"))).isEqualTo(10);
            assertThat(schedule.lastSuccess()).hasValue(clock.now);
        }

        @Test
        void a_restart_does_not_shift_the_next() throws Exception {
            schedule(7).runIfDue();
            later(Duration.ofHours(2));
            BackupSchedule restarted = schedule(7);
            assertThat(restarted.untilNext()).isEqualTo(Duration.ofHours(4));
            assertThat(restarted.lastSuccess()).hasValue(START);
        }

        @Test
        void a_clock_that_jumps_ahead_makes_one_and_not_many() throws Exception {
            BackupSchedule schedule = schedule(7);
            schedule.runIfDue();
            later(Duration.ofDays(365));
            for (int i = 0; i < 5; i++) {
                schedule.runIfDue();
            }
            assertThat(names()).hasSize(2);
        }

        @Test
        void a_clock_that_jumps_back_does_not_stop_it() throws Exception {
            BackupSchedule schedule = schedule(7);
            later(Duration.ofDays(365));
            schedule.runIfDue();
            clock.now = START;
            schedule.runIfDue();
            schedule.runIfDue();
            assertThat(names()).containsExactly("data-20260304T050607Z.db", "data-20270304T050607Z.db");
            later(EVERY);
            schedule.runIfDue();
            assertThat(names()).hasSize(3);
        }

        @Test
        void the_thread_makes_it_and_ends_when_it_is_closed() throws Exception {
            BackupSchedule schedule = schedule(7);
            try (schedule) {
                schedule.start();
                for (int i = 0; i < 3_000 && schedule.lastSuccess().isEmpty(); i++) {
                    LockSupport.parkNanos(10_000_000);
                }
                assertThat(schedule.lastSuccess()).hasValue(START);
            }
            assertThat(names()).hasSize(1);
        }

        @Test
        void nothing_is_made_without_an_interval() {
            try (BackupSchedule schedule = new BackupSchedule(data, new BackupSettings(null, 7, backups), clock)) {
                schedule.start();
            }
            assertThat(backups).doesNotExist();
        }
    }

    @Nested
    class What_is_kept {
        @Test
        void is_the_newest_of_its_own_names_and_every_other_file() throws Exception {
            BackupSchedule schedule = schedule(2);
            Files.createDirectories(backups);
            List<String> others =
                    List.of("data-20200101T000000Z.db.bak", "data-2020.db", "mydata-20200101T000000Z.db", "data-20209901T000000Z.db");
            for (String other : others) {
                Files.writeString(backups.resolve(other), "not ours");
            }
            for (int i = 0; i < 4; i++) {
                schedule.runIfDue();
                later(EVERY);
            }
            assertThat(names()).containsAll(others).hasSize(6)
                    .contains("data-20260304T170607Z.db", "data-20260304T230607Z.db");
        }

        @Test
        void is_the_new_one_even_beside_those_of_a_wrong_clock() throws Exception {
            BackupSchedule schedule = schedule(2);
            later(Duration.ofDays(365));
            schedule.runIfDue();
            later(EVERY);
            schedule.runIfDue();
            clock.now = START;
            schedule.runIfDue();
            assertThat(names()).hasSize(2).contains("data-20260304T050607Z.db");
        }
    }

    @Nested
    class A_failure {
        @Test
        void is_counted_and_leaves_the_older_ones() throws Exception {
            BackupSchedule schedule = schedule(1);
            schedule.runIfDue();
            Files.move(data, folder.resolve("away.db"));
            later(EVERY);
            assertThat(schedule.runIfDue()).isFalse();
            assertThat(schedule.failures()).isEqualTo(1);
            assertThat(names()).containsExactly("data-20260304T050607Z.db");
            Files.move(folder.resolve("away.db"), data);
            assertThat(schedule.runIfDue()).isTrue();
            assertThat(names()).containsExactly("data-20260304T110607Z.db");
        }
    }

    @Nested
    class Settings {
        @Test
        void are_refused_outside_their_bounds() {
            assertThatThrownBy(() -> new BackupSettings(Duration.ofSeconds(59), 7, backups)).hasMessageContaining("at least a minute");
            assertThatThrownBy(() -> new BackupSettings(null, 0, backups)).hasMessageContaining("1 to 1000");
            assertThatThrownBy(() -> new BackupSettings(null, 1_001, backups)).hasMessageContaining("1 to 1000");
        }
    }
}
