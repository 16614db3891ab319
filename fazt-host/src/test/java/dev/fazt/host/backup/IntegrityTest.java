package dev.fazt.host.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Looks at whole and at broken files. */
class IntegrityTest {
    @TempDir
    Path folder;

    private Path data() {
        return folder.resolve("data.db");
    }

    @Test
    void a_whole_file_is_found_whole_while_it_is_written_and_after() throws Exception {
        try (SampleFile file = SampleFile.open(data(), 100)) {
            file.write();
            assertThat(Integrity.check(data()).ok()).isTrue();
            file.write();
        }
        Integrity.Findings findings = Integrity.check(data());
        assertThat(findings.ok()).isTrue();
        assertThat(findings.bytes()).isEqualTo(Files.size(data()));
        assertThat(Path.of(data() + "-wal")).doesNotExist();
    }

    @Test
    void damage_is_listed_in_at_most_forty_lines() throws Exception {
        SampleFile.closed(data(), 3_000);
        for (int page = 100; page < 300; page++) {
            SampleFile.damage(data(), page);
        }
        Integrity.Findings findings = Integrity.check(data());
        assertThat(findings.ok()).isFalse();
        assertThat(findings.problems()).hasSizeBetween(1, 40);
    }

    @Test
    void a_file_whose_header_is_gone_is_damaged_too() throws Exception {
        SampleFile.closed(data(), 10);
        SampleFile.damage(data(), 1);
        assertThat(Integrity.check(data()).problems()).hasSize(1).first().asString().contains("can not be read");
    }

    @Test
    void a_missing_file_is_not_made() {
        assertThatThrownBy(() -> Integrity.check(data())).hasMessageContaining("there is no data file");
        assertThat(data()).doesNotExist();
    }
}
