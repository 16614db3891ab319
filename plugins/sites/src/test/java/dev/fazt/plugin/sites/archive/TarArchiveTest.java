package dev.fazt.plugin.sites.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fazt.api.FaztException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Reads archives that another implementation wrote, and archives that no well-meaning one would write. */
class TarArchiveTest {
    private static final ArchiveLimits SMALL = new ArchiveLimits(3, 5, 8 << 10, 2 << 20, 3 << 20, 200, 1 << 20);
    private static final String LONG = "deep/".repeat(60) + "page.html";

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it.
    Path folder;

    @Nested
    class A_sound_archive_is_read {

        @Test
        void with_the_hashes_of_its_files_and_their_contents() throws IOException {
            byte[] tar = new Tar().folder("./").file("./index.html", "hello").file("a/b.txt", "").file(".env", "secret").bytes();
            try (SiteArchive archive = SiteArchive.open(write(gzip(tar)), ArchiveLimits.DEFAULT)) {
                assertThat(archive.files())
                        .containsExactly(
                                new ArchiveFile(
                                        "./index.html",
                                        "index.html",
                                        "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824",
                                        5),
                                new ArchiveFile(
                                        "a/b.txt",
                                        "a/b.txt",
                                        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
                                        0));
                assertThat(contents(archive)).containsExactly(Map.entry("index.html", "hello"), Map.entry("a/b.txt", ""));
            }
        }

        @Test
        void without_compression_too() throws IOException {
            assertThat(contents(new Tar().file("index.html", "hello").bytes())).containsEntry("index.html", "hello");
        }

        @ParameterizedTest
        @ValueSource(ints = {TarArchiveOutputStream.LONGFILE_GNU, TarArchiveOutputStream.LONGFILE_POSIX})
        void with_names_longer_than_its_header_has_room_for(int format) throws IOException {
            byte[] tar = new Tar(format).file(LONG, "deep").file("z.txt", "after").bytes();
            assertThat(contents(gzip(tar))).containsExactly(Map.entry(LONG, "deep"), Map.entry("z.txt", "after"));
        }

        @Test
        void with_letters_beyond_ascii() throws IOException {
            byte[] tar = new Tar(TarArchiveOutputStream.LONGFILE_POSIX).file("caf\u00e9/\u65e5\u672c.html", "x").bytes();
            assertThat(contents(gzip(tar))).containsOnlyKeys("caf\u00e9/\u65e5\u672c.html");
        }

        @Test
        void with_contents_that_fill_their_blocks_or_do_not() throws IOException {
            Tar tar = new Tar();
            Map<String, String> expected = new LinkedHashMap<>();
            for (int bytes : new int[] {0, 1, 511, 512, 513, 1024}) {
                expected.put(bytes + ".txt", "x".repeat(bytes));
            }
            expected.forEach(tar::file);
            assertThat(contents(tar.bytes())).isEqualTo(expected);
        }
    }

    @Nested
    class A_hostile_archive_is_refused_whole {

        @ParameterizedTest
        @ValueSource(strings = {"../evil.html", "/etc/passwd", "a/../../b", "a\\b", "C:/x", "node_modules/../../e"})
        void when_a_name_is_not_safe(String name) {
            refused(new Tar().file("index.html", "x").raw(name, "x").bytes(), "entry '" + name + "'");
        }

        @ParameterizedTest
        @CsvSource({
            "49, is a hard link",
            "50, is a symbolic link",
            "51, is neither a file nor a folder",
            "52, is neither a file nor a folder",
            "54, is neither a file nor a folder",
            "83, is a sparse file",
            "77, is neither a file nor a folder",
            "86, is neither a file nor a folder",
        })
        void when_an_entry_is_no_file(byte type, String reason) {
            refused(new Tar().file("index.html", "x").special("odd", type).bytes(), "entry 'odd' " + reason);
        }

        @Test
        @Timeout(10)
        void when_a_record_of_pax_has_no_length() {
            byte[] records = "12 path=b/c\nand no more".getBytes(StandardCharsets.UTF_8);
            assertThatThrownBy(() -> PaxHeader.parse(records, "a")).hasMessageContaining("'a' has a damaged header");
        }

        @Test
        void when_a_file_has_holes_in_the_way_of_pax() {
            refused(new Tar().pax("sparse", "GNU.sparse.major", "1").bytes(), "entry 'sparse' is a sparse file");
        }

        @Test
        void when_a_header_gives_a_long_name_that_is_not_safe() {
            refused(new Tar().pax("index.html", "path", "../evil.html").bytes(), "entry '../evil.html' climbs out");
            refused(new Tar().pax("index.html", "path", "a\0b").bytes(), "control character");
            refused(new Tar().header('L', "../evil.html").file("index.html", "x").bytes(), "climbs out");
        }

        @Test
        void when_a_header_is_longer_than_any_name() {
            refused(new Tar().header('L', "x".repeat(9 << 10)).file("a", "x").bytes(), "has a header longer than");
            refused(new Tar().header('x', "x".repeat(65 << 10)).file("a", "x").bytes(), "has a header longer than");
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "x", "5 a=b", "99 path=x\n", "0 path=x\n", "9 pathxx\n", "11 size=x1\n", "99999999999 path=x\n"})
        void when_an_extended_header_is_damaged(String records) {
            byte[] tar = new Tar().header('x', records + "\n").file("a", "x").bytes();
            refused(tar, "entry");
        }

        @Test
        void when_a_header_would_rename_all_files() {
            refused(new Tar().header('g', "10 path=x\n").file("a", "x").bytes(), "names all files at once");
        }

        @Test
        void when_two_names_are_the_same_after_normalisation() {
            refused(new Tar().file("a/b", "1").file("a//b", "2").bytes(), "is there twice");
            refused(new Tar().file("caf\u00e9", "1").file("cafe\u0301", "2").bytes(), "is there twice");
        }

        @Test
        void when_it_has_too_many_files_or_entries() {
            refused(new Tar().file("1", "").file("2", "").file("3", "").file("4", "").bytes(), "entry '4' is one too many");
            Tar folders = new Tar();
            for (int i = 1; i <= 6; i++) {
                folders.folder(i + "/");
            }
            refused(folders.bytes(), "lists at most 5 entries");
        }

        @Test
        void when_a_file_or_the_site_is_too_large() {
            String noise = noise(1 << 20);
            refused(new Tar().file("big", noise + noise + "x").bytes(), "entry 'big' is larger than 2 MiB");
            refused(new Tar().file("1", noise).file("2", noise).file("3", noise + "x").bytes(), "entry '3' takes the site over 3 MiB");
            refused(new Tar().size("vast", 1L << 40).bytes(), "is larger than");
        }

        @Test
        void when_it_is_a_bomb_even_in_what_is_left_out() {
            refused(gzip(new Tar().file("bomb", "0".repeat((1 << 20) + (1 << 19))).bytes()), "entry 'bomb' unpacks to far more");
            refused(gzip(new Tar().file("node_modules/b", "0".repeat(4 << 20)).bytes()), "unpacks to far more");
            String noise = noise(2 << 20);
            refused(new Tar().file(".a", noise).file(".b", noise).file(".c", noise).file(".d", noise).bytes(), "unpacks to more than 6 MiB");
        }

        @Test
        void when_it_was_cut_short() throws IOException {
            byte[] tar = new Tar().file("index.html", noise(2_000)).bytes();
            byte[] packed = gzip(tar);
            refused(Arrays.copyOf(packed, packed.length / 2), "cut short");
            refused(Arrays.copyOf(packed, packed.length - 4), "cut short");
            refused(Arrays.copyOf(tar, 1_000), "cut short");
            refused(gzip(Arrays.copyOf(tar, 512 + 2_048)), "cut short");
            refused(gzip(new byte[0]), "cut short");
        }

        @Test
        void when_a_checksum_is_wrong() {
            byte[] tar = new Tar().file("index.html", "x").bytes();
            tar[0] = 'j';
            refused(tar, "damaged");
        }

        @Test
        void whatever_byte_is_wrong() throws IOException {
            byte[] sound = new Tar(TarArchiveOutputStream.LONGFILE_POSIX).file(LONG, "hello").file("b", noise(600)).bytes();
            Random random = new Random(11);
            for (int i = 0; i < 1_500; i++) {
                byte[] tar = sound.clone();
                int at = random.nextInt(tar.length);
                tar[at] = (byte) random.nextInt();
                fixChecksums(tar);
                openOrRefuse(i % 2 == 0 ? tar : gzip(tar));
                byte[] packed = gzip(sound);
                packed[random.nextInt(packed.length)] = (byte) random.nextInt();
                openOrRefuse(packed);
            }
        }
    }

    private void openOrRefuse(byte[] bytes) throws IOException {
        try (SiteArchive archive = SiteArchive.open(write(bytes), SMALL)) {
            assertThat(archive.files()).isNotEmpty();
            contents(archive);
        } catch (FaztException refused) {
            assertThat(refused.getMessage()).doesNotContain("\n").hasSizeLessThan(400);
        }
    }

    private void refused(byte[] archive, String message) {
        assertThatThrownBy(() -> SiteArchive.open(write(archive), SMALL).close())
                .isInstanceOf(FaztException.class)
                .hasMessageContaining(message);
    }

    private Map<String, String> contents(byte[] archive) throws IOException {
        try (SiteArchive opened = SiteArchive.open(write(archive), ArchiveLimits.DEFAULT)) {
            return contents(opened);
        }
    }

    private static Map<String, String> contents(SiteArchive archive) throws IOException {
        Map<String, String> contents = new LinkedHashMap<>();
        archive.read(file -> true, (file, content) -> contents.put(
                file.path(), new String(content.readAllBytes(), StandardCharsets.UTF_8)));
        return contents;
    }

    private Path write(byte[] archive) throws IOException {
        return Files.write(folder.resolve("site.tar.gz"), archive);
    }

    private static byte[] gzip(byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /** Makes the checksums of all blocks right that look like headers, so that what they protect is looked at too. */
    private static void fixChecksums(byte[] tar) {
        for (int block = 0; block + 512 <= tar.length; block += 512) {
            if (new String(tar, block + 257, 5, StandardCharsets.ISO_8859_1).equals("ustar")) {
                checksum(tar, block);
            }
        }
    }

    private static void checksum(byte[] tar, int block) {
        Arrays.fill(tar, block + 148, block + 156, (byte) ' ');
        int sum = 0;
        for (int i = 0; i < 512; i++) {
            sum += tar[block + i] & 0xff;
        }
        System.arraycopy("%06o\0 ".formatted(sum).getBytes(StandardCharsets.US_ASCII), 0, tar, block + 148, 8);
    }

    private static String noise(int length) {
        Random random = new Random(length);
        StringBuilder noise = new StringBuilder(length);
        while (noise.length() < length) {
            noise.append((char) ('!' + random.nextInt(90)));
        }
        return noise.toString();
    }

    /** Writes archives with Apache Commons Compress, and headers by hand where that is too well-behaved. */
    private static final class Tar {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final TarArchiveOutputStream out;

        Tar() {
            this(TarArchiveOutputStream.LONGFILE_GNU);
        }

        Tar(int longNames) {
            out = new TarArchiveOutputStream(bytes, 512, "UTF-8");
            out.setLongFileMode(longNames);
            out.setAddPaxHeadersForNonAsciiNames(longNames == TarArchiveOutputStream.LONGFILE_POSIX);
        }

        Tar file(String name, String text) {
            return add(new TarArchiveEntry(name), text);
        }

        /** Adds a name as it is, which the entry's constructor would clean. */
        Tar raw(String name, String text) {
            return add(new TarArchiveEntry(name, true), text);
        }

        Tar folder(String name) {
            return add(new TarArchiveEntry(name), "");
        }

        Tar special(String name, byte type) {
            TarArchiveEntry entry = new TarArchiveEntry(name, type);
            entry.setLinkName("/etc/passwd");
            return add(entry, "");
        }

        Tar pax(String name, String key, String value) {
            TarArchiveEntry entry = new TarArchiveEntry(name);
            return header('x', record(key, value)).add(entry, "x");
        }

        private static String record(String key, String value) {
            String rest = " " + key + "=" + value + "\n";
            int length = rest.length() + 1;
            while (String.valueOf(length).length() + rest.length() != length) {
                length++;
            }
            return length + rest;
        }

        /** Adds a header that belongs to the entry after it. */
        Tar header(char type, String content) {
            byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
            block("header", type, bytes.length);
            this.bytes.writeBytes(Arrays.copyOf(bytes, (bytes.length + 511) / 512 * 512));
            return this;
        }

        /** Adds a header that announces a content which does not come. */
        Tar size(String name, long size) {
            block(name, '0', size);
            return this;
        }

        private void block(String name, char type, long size) {
            byte[] block = new byte[512];
            System.arraycopy(name.getBytes(StandardCharsets.UTF_8), 0, block, 0, name.length());
            block[156] = (byte) type;
            System.arraycopy("ustar\0".getBytes(StandardCharsets.US_ASCII), 0, block, 257, 6);
            block[124] = (byte) 0x80;
            for (int i = 0; i < 8; i++) {
                block[128 + i] = (byte) (size >>> (56 - 8 * i));
            }
            checksum(block, 0);
            bytes.writeBytes(block);
        }

        private Tar add(TarArchiveEntry entry, String text) {
            try {
                byte[] content = text.getBytes(StandardCharsets.UTF_8);
                entry.setSize(content.length);
                out.putArchiveEntry(entry);
                out.write(content);
                out.closeArchiveEntry();
                return this;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        byte[] bytes() {
            try {
                out.finish();
                return bytes.toByteArray();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
