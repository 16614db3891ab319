package dev.fazt.host.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fazt.api.FaztException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.DriverManager;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Puts real backups back, over nothing and over files in any state. */
class RestoreTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-03-04T05:06:07Z"), ZoneOffset.UTC);
    private static final int NOTES = 3_000;

    @TempDir
    Path folder;

    private Path backup;
    private Path place;

    @BeforeEach
    void backUp() throws Exception {
        backup = folder.resolve("backup.db");
        Path source = SampleFile.closed(Files.createDirectory(folder.resolve("source")).resolve("data.db"), NOTES);
        new Backup(source).create(backup, false, CopyProgress.NONE);
        place = Files.createDirectory(folder.resolve("place")).resolve("data.db");
    }

    private Restore.Restored restore(boolean replace) throws IOException {
        return new Restore(backup, place, CLOCK).run(replace, CopyProgress.NONE);
    }

    private List<String> names() throws IOException {
        try (var files = Files.list(place.getParent())) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private void assertRefused(String why) throws IOException {
        List<String> before = names();
        assertThatThrownBy(() -> restore(true)).isInstanceOf(FaztException.class).hasMessageContaining(why);
        assertThat(names()).isEqualTo(before);
    }

    @Test
    void a_backup_becomes_the_data_file() throws Exception {
        Restore.Restored restored = restore(false);
        assertThat(restored.keptAside()).isEmpty();
        assertThat(names()).containsExactly("data.db");
        assertThat(Integrity.check(place).problems()).isEmpty();
        assertThat(SampleFile.count(place)).isEqualTo(NOTES);
        assertThat(Files.mismatch(backup, place)).isEqualTo(-1);
    }

    @Nested
    class Over_a_data_file {
        @Test
        void it_is_refused_unless_told_otherwise() throws Exception {
            SampleFile.closed(place, 1);
            assertThatThrownBy(() -> restore(false)).hasMessageContaining("--yes");
            assertThat(SampleFile.count(place)).isEqualTo(1);
            assertThat(names()).containsExactly("data.db");
        }

        @Test
        void the_old_one_is_kept_with_all_that_was_still_in_its_log() throws Exception {
            try (SampleFile old = SampleFile.open(folder.resolve("old.db"), 5)) {
                old.write();
                old.killed(folder.resolve("place"));
            }
            Restore.Restored restored = restore(true);
            assertThat(restored.keptAside()).hasValue(place.resolveSibling("data.db.before-restore-20260304050607"));
            assertThat(names()).containsExactly("data.db", "data.db.before-restore-20260304050607");
            assertThat(SampleFile.count(restored.keptAside().orElseThrow())).isEqualTo(6);
            assertThat(SampleFile.count(place)).isEqualTo(NOTES);
        }

        @Test
        void a_damaged_old_one_is_kept_as_it_is_and_its_log_is_not_applied_to_the_new_one() throws Exception {
            Files.writeString(place, "no database any more ".repeat(300));
            Files.writeString(Path.of(place + "-wal"), "no log any more ".repeat(300));
            byte[] log = Files.readAllBytes(Path.of(place + "-wal"));
            restore(true);
            assertThat(SampleFile.count(place)).isEqualTo(NOTES);
            assertThat(place.resolveSibling("data.db.before-restore-20260304050607")).content().startsWith("no database");
            assertThat(place.resolveSibling("data.db.before-restore-20260304050607-wal")).hasBinaryContent(log);
        }

        @Test
        void a_log_without_its_file_is_not_applied_either() throws Exception {
            try (SampleFile old = SampleFile.open(folder.resolve("old.db"), 5)) {
                old.killed(folder.resolve("place"));
            }
            Files.delete(place);
            restore(false);
            assertThat(SampleFile.count(place)).isEqualTo(NOTES);
            assertThat(Integrity.check(place).problems()).isEmpty();
        }

        @Test
        void two_in_one_second_keep_both() throws Exception {
            SampleFile.closed(place, 1);
            restore(true);
            restore(true);
            assertThat(SampleFile.count(place.resolveSibling("data.db.before-restore-20260304050607"))).isEqualTo(1);
            assertThat(SampleFile.count(place.resolveSibling("data.db.before-restore-20260304050607-2"))).isEqualTo(NOTES);
        }

        @Test
        void it_is_refused_while_another_program_has_it_open() throws Exception {
            try (SampleFile old = SampleFile.open(place, 5)) {
                old.write();
                assertThatThrownBy(() -> restore(true)).hasMessageContaining("another program uses");
                old.write();
            }
            assertThat(SampleFile.count(place)).isEqualTo(7);
            assertThat(names()).containsExactly("data.db");
        }
    }

    @Nested
    class A_backup_is_refused {
        @BeforeEach
        void something_to_lose() throws Exception {
            SampleFile.closed(place, 1);
        }

        @Test
        void when_bytes_of_a_page_are_wrong() throws Exception {
            SampleFile.damage(backup, 300);
            assertRefused("can not be used, and nothing was changed");
            assertThat(SampleFile.count(place)).isEqualTo(1);
        }

        @Test
        void when_it_is_cut_off() throws Exception {
            try (FileChannel channel = FileChannel.open(backup, StandardOpenOption.WRITE)) {
                channel.truncate(channel.size() - 4096);
            }
            assertRefused("bytes and should have");
        }

        @Test
        void when_it_is_empty_or_text() throws Exception {
            Files.writeString(backup, "");
            assertRefused("is not a Fazt data file");
            Files.writeString(backup, "some text ".repeat(100));
            assertRefused("is not a Fazt data file");
        }

        @Test
        void when_it_belongs_to_another_program() throws Exception {
            Files.delete(backup);
            try (var other = DriverManager.getConnection("jdbc:sqlite:" + backup);
                    var statement = other.createStatement()) {
                statement.execute("CREATE TABLE t (x)");
            }
            assertRefused("of another program");
        }

        @Test
        void when_it_comes_from_a_newer_version() throws Exception {
            SampleFile.ask(backup, "PRAGMA user_version = 99");
            assertRefused("use a newer fazt");
        }

        @Test
        void when_a_reference_in_it_is_broken() throws Exception {
            SampleFile.ask(backup, "INSERT INTO answers (note) VALUES (99999) RETURNING note");
            assertRefused("'answers' refers to a row of 'notes' that is not there");
        }

        @Test
        void when_it_is_a_live_data_file() throws Exception {
            Files.writeString(Path.of(backup + "-wal"), "a log");
            assertRefused("has a log beside it");
        }

        @Test
        void when_it_is_not_there() throws Exception {
            Files.delete(backup);
            assertRefused("there is no backup");
        }

        @Test
        void when_it_is_the_data_file_itself_or_would_be_swept_away() throws Exception {
            backup = place;
            assertRefused("onto itself");
            backup = place.resolveSibling("data.db.partial");
            Files.copy(place, backup);
            assertRefused("onto itself");
        }
    }
}
