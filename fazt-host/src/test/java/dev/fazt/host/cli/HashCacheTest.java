package dev.fazt.host.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Shows when a file is read again. */
final class HashCacheTest {
    private static final String WRONG = "0".repeat(64);

    @TempDir
    Path folder = Path.of("");

    @SuppressWarnings("NullAway.Init") // set before each test
    private Path root;

    @SuppressWarnings("NullAway.Init")
    private SiteFolder.File page;

    @BeforeEach
    void write() throws IOException {
        root = Files.createDirectories(folder.resolve("site"));
        Path file = Files.writeString(root.resolve("a.txt"), "one");
        page = new SiteFolder.File("a.txt", file);
    }

    @Test
    void a_file_as_it_was_is_not_read_again() throws IOException {
        rememberWrongly();
        assertThat(open().describe(page).hash()).as("it was believed").isEqualTo(WRONG);
        assertThat(open().describe(page).bytes()).isEqualTo(3);
    }

    @Test
    void a_file_of_another_size_time_or_place_is_read_again() throws IOException {
        String one = DeployFile.read(page).hash();
        rememberWrongly();
        Files.setLastModifiedTime(page.location(), FileTime.from(Instant.EPOCH));
        assertThat(open().describe(page).hash()).isEqualTo(one);

        rememberWrongly();
        FileTime time = Files.getLastModifiedTime(page.location());
        Path other = Files.writeString(folder.resolve("other"), "two");
        Files.setLastModifiedTime(other, time);
        Files.move(other, page.location(), StandardCopyOption.REPLACE_EXISTING);
        assertThat(open().describe(page).hash()).as("same size, same time").isEqualTo(DeployFile.read(page).hash()).isNotEqualTo(one);
    }

    @Test
    void a_file_that_was_only_just_changed_is_not_remembered() throws IOException {
        HashCache cache = open();
        DeployFile read = cache.describe(page);
        cache.save(List.of(read));
        assertThat(Files.readString(file())).doesNotContain("a.txt");
    }

    @Test
    void what_is_damaged_is_not_believed() throws IOException {
        String one = DeployFile.read(page).hash();
        rememberWrongly();
        String whole = Files.readString(file());
        for (String damaged : List.of(
                whole.replace("000", "001"), whole.substring(0, whole.length() - 2), "", "\n", whole + "x", "fazt hashes 1 \nx")) {
            Files.writeString(file(), damaged);
            assertThat(open().describe(page).hash()).isEqualTo(one);
        }
    }

    @Test
    void what_is_remembered_is_for_the_user_alone_and_of_few_folders() throws IOException {
        Path caches = Files.createDirectories(folder.resolve("caches/fazt"));
        for (int i = 0; i < 100; i++) {
            Files.setLastModifiedTime(Files.writeString(caches.resolve(i + ".hashes"), ""), FileTime.fromMillis(i));
        }
        open().save(List.of(DeployFile.read(page)));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file()))).isEqualTo("rw-------");
        try (Stream<Path> all = Files.list(caches)) {
            assertThat(all).hasSize(64).contains(file(), caches.resolve("99.hashes"));
        }
    }

    @Test
    void without_a_place_for_it_every_file_is_read() throws IOException {
        HashCache cache = HashCache.open(shell(Map.of()), root);
        cache.save(List.of(cache.describe(page)));
        Path notAFolder = Files.writeString(folder.resolve("file"), "");
        HashCache other = HashCache.open(shell(Map.of("XDG_CACHE_HOME", notAFolder.toString())), root);
        other.save(List.of(other.describe(page)));
        assertThat(other.describe(page).hash()).isEqualTo(DeployFile.read(page).hash());
    }

    /** Writes a cache in which the file as it is now has a hash that it has not. */
    private void rememberWrongly() throws IOException {
        String body = FileStamp.of(page.location()) + "\t" + WRONG + "\t1\ta.txt\n";
        CRC32 sum = new CRC32();
        sum.update(body.getBytes(StandardCharsets.UTF_8));
        HashCache cache = open();
        cache.describe(page);
        cache.save(List.of());
        Files.writeString(file(), "fazt hashes 1 " + Long.toHexString(sum.getValue()) + "\n" + body);
    }

    private Path file() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("caches/fazt"))) {
            return files.filter(file -> file.getFileName().toString().length() > 20).findFirst().orElseThrow();
        }
    }

    private HashCache open() {
        return HashCache.open(shell(Map.of("XDG_CACHE_HOME", folder.resolve("caches").toString())), root);
    }

    private static Shell shell(Map<String, String> environment) {
        PrintStream silence = new PrintStream(PrintStream.nullOutputStream());
        return new Shell(silence, silence, new ByteArrayInputStream(new byte[0]), environment, false);
    }
}
