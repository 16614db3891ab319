package dev.fazt.host.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rebuilds real files. */
class VacuumTest {
    @TempDir
    Path folder;

    private Path data() {
        return folder.resolve("data.db");
    }

    @Test
    void free_pages_go_and_everything_else_stays() throws Exception {
        try (SampleFile file = SampleFile.open(data(), 3_000)) {
            file.run("DELETE FROM notes WHERE number > 100");
        }
        Files.setPosixFilePermissions(data(), PosixFilePermissions.fromString("rw-r-----"));
        Vacuum.Outcome outcome = new Vacuum(data()).run(CopyProgress.NONE);
        assertThat(outcome.after()).isEqualTo(Files.size(data())).isLessThan(outcome.before() / 5);
        assertThat(SampleFile.count(data())).isEqualTo(100);
        assertThat(SampleFile.ask(data(), "PRAGMA auto_vacuum")).isEqualTo("2");
        assertThat(SampleFile.ask(data(), "PRAGMA application_id")).isEqualTo("1178688084");
        assertThat(SampleFile.ask(data(), "PRAGMA user_version")).isEqualTo("1");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data()))).isEqualTo("rw-r-----");
        try (var files = Files.list(folder)) {
            assertThat(files.toList()).isEqualTo(List.of(data()));
        }
    }

    @Test
    void the_log_of_a_killed_server_is_merged_first() throws Exception {
        Path killed;
        try (SampleFile file = SampleFile.open(folder.resolve("old.db"), 5)) {
            file.write();
            killed = file.killed(Files.createDirectory(folder.resolve("killed")));
        }
        new Vacuum(killed).run(CopyProgress.NONE);
        assertThat(SampleFile.count(killed)).isEqualTo(6);
    }

    @Test
    void it_is_refused_while_another_program_has_the_file_open() throws Exception {
        try (SampleFile file = SampleFile.open(data(), 5)) {
            assertThatThrownBy(() -> new Vacuum(data()).run(CopyProgress.NONE)).hasMessageContaining("another program uses");
            file.write();
        }
        assertThat(SampleFile.count(data())).isEqualTo(6);
    }

    @Test
    void a_damaged_file_stays_as_it_is() throws Exception {
        SampleFile.closed(data(), 3_000);
        SampleFile.damage(data(), 300);
        byte[] before = Files.readAllBytes(data());
        assertThatThrownBy(() -> new Vacuum(data()).run(CopyProgress.NONE)).hasMessageContaining("damaged");
        assertThat(Files.size(data())).isEqualTo(before.length);
        assertThat(folder.resolve("data.db.partial")).doesNotExist();
    }

    @Test
    void a_file_behind_a_link_is_replaced_where_it_is() throws Exception {
        Path real = SampleFile.closed(Files.createDirectory(folder.resolve("disk")).resolve("real.db"), 10);
        Files.createSymbolicLink(data(), real);
        new Vacuum(data()).run(CopyProgress.NONE);
        assertThat(data()).isSymbolicLink();
        assertThat(SampleFile.count(real)).isEqualTo(10);
    }
}
