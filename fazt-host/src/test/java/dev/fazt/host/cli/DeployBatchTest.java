package dev.fazt.host.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Shows in what form files are sent. */
final class DeployBatchTest {
    @TempDir
    Path folder = Path.of("");

    @Test
    void the_same_files_make_the_same_archive() throws IOException {
        byte[] archive = zip(read("deep/er/page.html", "a page"));
        assertThat(zip(read("deep/er/page.html", "a page"))).isEqualTo(archive);
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(archive))) {
            assertThat(in.getNextEntry()).hasToString("deep/er/page.html");
            assertThat(in.readAllBytes()).asString().isEqualTo("a page");
        }
    }

    @Test
    void what_does_not_compress_or_compresses_like_a_bomb_is_sent_as_it_is() throws IOException {
        byte[] noise = new byte[100_000];
        new Random(1).nextBytes(noise);
        assertThat(read("noise.bin", noise).packs()).isFalse();
        assertThat(read("zeros.bin", new byte[2 << 20]).packs()).isFalse();
        assertThat(read("text.txt", "all work and no play ".repeat(5_000)).packs()).isTrue();
        DeployFile zeros = read("zeros.bin", new byte[2 << 20]);
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip(zeros)))) {
            assertThat(in.getNextEntry()).extracting(ZipEntry::getMethod).isEqualTo(ZipEntry.STORED);
            assertThat(in.readAllBytes()).hasSize(2 << 20);
        }
    }

    @Test
    void many_bytes_or_many_files_are_sent_in_several_requests() {
        List<DeployFile> files = new ArrayList<>();
        for (int i = 0; i < 5_001; i++) {
            files.add(new DeployFile(i + ".txt", folder, "", 1, 0));
        }
        assertThat(DeployBatch.divide(files)).extracting(batch -> batch.files().size()).containsExactly(5_000, 1);
        List<DeployFile> large = List.of(
                new DeployFile("a", folder, "", 40 << 20, 0),
                new DeployFile("b", folder, "", 30 << 20, 0),
                new DeployFile("c", folder, "", 100 << 20, 0));
        assertThat(DeployBatch.divide(large)).extracting(DeployBatch::bytes).containsExactly(40L << 20, 30L << 20, 100L << 20);
        assertThat(DeployBatch.divide(List.of())).isEmpty();
    }

    @Test
    void a_file_that_changed_after_it_was_read_is_told_by_name() throws IOException {
        byte[] noise = new byte[10_000];
        new Random(2).nextBytes(noise);
        DeployFile file = read("photo.jpg", noise);
        for (int length : new int[] {10, 20_000}) {
            Files.write(file.location(), new byte[length]);
            assertThatThrownBy(() -> new DeployBatch(List.of(file)).zip(OutputStream.nullOutputStream()))
                    .isInstanceOf(CommandFailure.class)
                    .hasMessageContaining("'photo.jpg' was changed while it was deployed");
        }
        Files.delete(file.location());
        assertThatThrownBy(() -> new DeployBatch(List.of(file)).zip(OutputStream.nullOutputStream()))
                .hasMessageContaining("'photo.jpg' was changed while it was deployed");
    }

    private static byte[] zip(DeployFile... files) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        new DeployBatch(List.of(files)).zip(bytes);
        return bytes.toByteArray();
    }

    private DeployFile read(String path, String text) throws IOException {
        return read(path, text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    private DeployFile read(String path, byte[] content) throws IOException {
        Path file = folder.resolve(path);
        Files.createDirectories(file.resolveSibling("."));
        Files.write(file, content);
        return DeployFile.read(new SiteFolder.File(path, file));
    }
}
