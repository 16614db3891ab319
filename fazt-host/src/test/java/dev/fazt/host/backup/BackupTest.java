package dev.fazt.host.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fazt.api.FaztException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Copies real files, some of them while they are written. */
class BackupTest {
    private static final int NOTES = 6_000;

    @TempDir
    Path folder;

    private Path data() {
        return folder.resolve("data.db");
    }

    private Path target() {
        return folder.resolve("copy.db");
    }

    private List<String> names() throws IOException {
        try (var files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private VerifiedCopy create(boolean replace) throws IOException {
        return new Backup(data()).create(target(), replace, CopyProgress.NONE);
    }

    @Nested
    class While_others_write {
        @Test
        void the_copy_is_the_state_at_the_beginning_and_writers_go_on() throws Exception {
            try (SampleFile file = SampleFile.open(data(), NOTES)) {
                List<Long> steps = new ArrayList<>();
                VerifiedCopy copy = new Backup(data()).create(target(), false, (step, done, total) -> {
                    if (step.equals("copying")) {
                        // Bounded, so that a copy that begins again after each write ends too, and is noticed.
                        if (steps.size() < 100) {
                            file.write();
                        }
                        steps.add(done);
                    }
                });
                assertThat(steps).hasSizeGreaterThan(2).isSorted().doesNotHaveDuplicates();
                assertThat(SampleFile.count(data())).isEqualTo(NOTES + steps.size());
                assertThat(SampleFile.count(copy.file())).isEqualTo(NOTES);
                assertThat(SampleFile.ask(copy.file(), "PRAGMA integrity_check")).isEqualTo("ok");
            }
        }

        @Test
        void everything_acknowledged_before_is_in_the_copy_of_a_file_under_load() throws Exception {
            try (SampleFile file = SampleFile.open(data(), NOTES)) {
                AtomicLong acknowledged = new AtomicLong(NOTES);
                AtomicBoolean enough = new AtomicBoolean();
                Thread writer = Thread.ofPlatform().start(() -> {
                    while (!enough.get() && acknowledged.get() < 10 * NOTES) {
                        file.write();
                        acknowledged.incrementAndGet();
                    }
                });
                try {
                    for (int i = 0; i < 5; i++) {
                        long before = acknowledged.get();
                        VerifiedCopy copy = create(true);
                        assertThat(SampleFile.count(copy.file())).isBetween(before, acknowledged.get() + 1);
                        assertThat(SampleFile.ask(copy.file(), "PRAGMA integrity_check")).isEqualTo("ok");
                    }
                } finally {
                    enough.set(true);
                    writer.join();
                }
            }
        }
    }

    @Nested
    class The_copy {
        @Test
        void is_one_file_for_its_owner_only_and_says_how_large_it_is() throws Exception {
            SampleFile.closed(data(), 10);
            VerifiedCopy copy = create(false);
            assertThat(names()).containsExactly("copy.db", "data.db");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(target()))).isEqualTo("rw-------");
            assertThat(copy.bytes()).isEqualTo(Files.size(target())).isEqualTo(copy.pages() * 4096);
            assertThat(SampleFile.ask(target(), "PRAGMA journal_mode")).isEqualTo("delete");
            assertThat(SampleFile.count(target())).isEqualTo(10);
        }

        @Test
        void has_what_is_still_in_the_log_of_a_killed_server() throws Exception {
            Path killed = Files.createDirectory(folder.resolve("killed"));
            try (SampleFile file = SampleFile.open(data(), 5)) {
                file.write();
                new Backup(file.killed(killed)).create(target(), false, CopyProgress.NONE);
            }
            assertThat(SampleFile.count(target())).isEqualTo(6);
        }

        @Test
        void may_have_a_name_that_a_driver_would_misread() throws Exception {
            Path odd = folder.resolve("what? 100% #1 'ä'");
            SampleFile.closed(data(), 3);
            new Backup(data()).create(odd, false, CopyProgress.NONE);
            Files.move(odd, folder.resolve("plain.db"));
            assertThat(SampleFile.count(folder.resolve("plain.db"))).isEqualTo(3);
        }

        @Test
        void replaces_another_only_when_told_to() throws Exception {
            SampleFile.closed(data(), 3);
            Files.writeString(target(), "precious");
            assertThatThrownBy(() -> create(false)).isInstanceOf(FaztException.class).hasMessageContaining("--yes");
            assertThat(target()).hasContent("precious");
            create(true);
            assertThat(SampleFile.count(target())).isEqualTo(3);
        }

        @ParameterizedTest
        @ValueSource(strings = {"data.db", "data.db-wal", "data.db-shm", "data.db-journal", "data.db.run"})
        void is_never_the_data_file_or_a_file_that_belongs_to_it(String name) throws Exception {
            SampleFile.closed(data(), 3);
            assertThatThrownBy(() -> new Backup(data()).create(folder.resolve(name), true, CopyProgress.NONE))
                    .isInstanceOf(FaztException.class)
                    .hasMessageContaining("belongs to the data file");
            assertThat(SampleFile.count(data())).isEqualTo(3);
        }

        @Test
        void is_not_made_beside_a_data_file_that_has_the_name_of_the_copy_in_the_making() throws Exception {
            Path data = SampleFile.closed(folder.resolve("copy.db.partial"), 3);
            assertThatThrownBy(() -> new Backup(data).create(target(), true, CopyProgress.NONE))
                    .hasMessageContaining("belongs to the data file");
            assertThat(SampleFile.count(data)).isEqualTo(3);
        }
    }

    @Nested
    class A_backup_that_fails {
        @Test
        void leaves_the_older_one_and_nothing_else() throws Exception {
            SampleFile.closed(data(), NOTES);
            create(false);
            SampleFile.damage(data(), 700);
            assertThatThrownBy(() -> create(true)).isInstanceOf(FaztException.class).hasMessageContaining("damaged");
            assertThat(names()).containsExactly("copy.db", "data.db");
            assertThat(SampleFile.count(target())).isEqualTo(NOTES);
        }

        @Test
        void ends_when_its_thread_is_interrupted() throws Exception {
            SampleFile.closed(data(), NOTES);
            CopyProgress interrupting = (step, done, total) -> {
                if (step.equals("verifying")) {
                    Thread.currentThread().interrupt();
                }
            };
            assertThatThrownBy(() -> new Backup(data()).create(target(), false, interrupting))
                    .isInstanceOf(FaztException.class)
                    .hasMessageContaining("interrupted");
            assertThat(Thread.interrupted()).isTrue();
            assertThat(names()).containsExactly("data.db");
        }

        @Test
        void is_a_copy_of_something_that_is_not_a_data_file() throws Exception {
            assertThatThrownBy(() -> create(false)).hasMessageContaining("there is no data file");
            try (var other = DriverManager.getConnection("jdbc:sqlite:" + data());
                    var statement = other.createStatement()) {
                statement.execute("CREATE TABLE t (x)");
            }
            assertThatThrownBy(() -> create(false)).hasMessageContaining("of another program");
            Files.writeString(data(), "text, and not even a short one ".repeat(500));
            assertThatThrownBy(() -> create(false)).hasMessageContaining("damaged or can not be read");
            assertThat(names()).containsExactly("data.db");
        }

        @Test
        void says_that_there_is_no_folder() throws SQLException {
            SampleFile.closed(data(), 1);
            assertThatThrownBy(() -> new Backup(data()).create(folder.resolve("no/copy.db"), false, CopyProgress.NONE))
                    .hasMessageContaining("there is no folder");
        }

        @Test
        void says_how_many_bytes_are_missing() throws Exception {
            try (PartialFile partial = PartialFile.begin(target())) {
                assertThatThrownBy(() -> partial.requireSpace(1L << 60))
                        .isInstanceOf(FaztException.class)
                        .hasMessageContaining("1152921504607895552 bytes")
                        .hasMessageContaining("free some space");
            }
            assertThat(names()).isEmpty();
        }
    }

    @Nested
    class A_partial_file {
        @Test
        void of_a_killed_backup_is_removed_by_the_next() throws Exception {
            SampleFile.closed(data(), 3);
            Files.writeString(folder.resolve("copy.db.partial"), "half a copy");
            Files.writeString(folder.resolve("copy.db.partial-journal"), "half a journal");
            create(false);
            assertThat(names()).containsExactly("copy.db", "data.db");
        }

        @Test
        void that_another_process_still_writes_is_left_alone() throws Exception {
            SampleFile.closed(data(), 3);
            Path partial = folder.resolve("copy.db.partial");
            try (var other = DriverManager.getConnection("jdbc:sqlite:" + partial);
                    var statement = other.createStatement()) {
                statement.execute("BEGIN EXCLUSIVE");
                assertThatThrownBy(() -> create(false)).hasMessageContaining("another process writes");
                assertThat(partial).exists();
            }
        }

        @Test
        void that_was_replaced_by_another_process_is_not_published() throws Exception {
            SampleFile.closed(data(), NOTES);
            Path partial = folder.resolve("copy.db.partial");
            CopyProgress rival = (step, done, total) -> {
                try {
                    if (step.equals("verifying")) {
                        Files.delete(partial);
                        Files.copy(data(), partial);
                    }
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            };
            assertThatThrownBy(() -> new Backup(data()).create(target(), false, rival)).hasMessageContaining("one copy at a time");
            assertThat(target()).doesNotExist();
            assertThat(partial).as("the rival's").exists();
        }
    }
}
