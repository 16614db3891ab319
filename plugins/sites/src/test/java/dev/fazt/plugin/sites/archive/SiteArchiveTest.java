package dev.fazt.plugin.sites.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fazt.api.FaztException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SiteArchiveTest {
    private static final ArchiveLimits SMALL = new ArchiveLimits(3, 5, 8 << 10, 2 << 20, 3 << 20, 200, 1 << 20);

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it.
    Path folder;

    @Test
    void a_sound_archive_lists_its_files_with_their_hashes() throws IOException {
        Path zip = write(zip("index.html", "hello", "a/", "", "a/b.txt", "", ".env", "secret"));
        try (SiteArchive archive = SiteArchive.open(zip, ArchiveLimits.DEFAULT)) {
            assertThat(archive.files())
                    .containsExactly(
                            new ArchiveFile(
                                    "index.html",
                                    "index.html",
                                    "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824",
                                    5),
                            new ArchiveFile(
                                    "a/b.txt",
                                    "a/b.txt",
                                    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
                                    0));
            archive.read(
                    file -> file.path().equals("index.html"),
                    (file, content) -> assertThat(content.readAllBytes()).asString().isEqualTo("hello"));
        }
    }

    @Nested
    class A_hostile_archive_is_refused_whole {

        @Test
        void when_an_entry_climbs_out() {
            refused(zip("index.html", "x", "../evil.html", "x"), "entry '../evil.html' climbs out of its folder");
        }

        @Test
        void when_a_skipped_entry_climbs_out() {
            refused(zip("index.html", "x", "node_modules/../../e", "x"), "climbs out");
        }

        @Test
        void when_an_entry_is_a_symbolic_link() {
            byte[] zip = zip("index.html", "x", "link", "/etc/passwd");
            patchLast(zip, 38, 0xA1FF0000);
            refused(zip, "entry 'link' is a symbolic link");
        }

        @Test
        void when_an_entry_is_a_device() {
            byte[] zip = zip("index.html", "x", "tty", "");
            patchLast(zip, 38, 0x21FF0000);
            refused(zip, "entry 'tty' is neither a file nor a folder");
        }

        @Test
        void when_two_names_are_the_same_after_normalisation() {
            refused(zip("caf\u00e9", "1", "cafe\u0301", "2"), "is there twice");
            refused(zip("a/b", "1", "a//b", "2"), "entry 'a//b' is there twice");
        }

        @Test
        void when_it_has_too_many_files() {
            refused(zip("1", "", "2", "", "3", "", "4", ""), "entry '4' is one too many: a site has at most 3 files");
        }

        @Test
        void when_it_lists_too_many_entries() {
            refused(zip("1/", "", "2/", "", "3/", "", "4/", "", "5/", "", "6/", ""), "lists more than 5 entries");
        }

        @Test
        void when_a_file_is_too_large() {
            refused(zip("big", noise(2 << 20) + "x"), "entry 'big' is larger than 2 MiB");
        }

        @Test
        void when_a_file_is_larger_than_its_entry_claims() {
            byte[] zip = zip("big", noise(2 << 20) + "x");
            patchLast(zip, 24, 10);
            refused(zip, "entry 'big' is");
        }

        @Test
        void when_the_site_is_too_large() {
            refused(zip("1", noise(1 << 20), "2", noise(1 << 20), "3", noise(1 << 20) + "x"), "entry '3' takes the site over 3 MiB");
        }

        @Test
        void when_it_is_a_bomb() {
            refused(zip("bomb", "0".repeat((1 << 20) + 1)), "entry 'bomb' unpacks to far more than its size");
        }

        @Test
        void when_entries_share_their_bytes() {
            byte[] zip = zip("1", "one", "2", "two");
            patchLast(zip, 42, 0);
            refused(zip, "entry '2' overlaps another entry");
        }

        @Test
        void when_a_checksum_is_wrong() {
            byte[] zip = zip("1", "one");
            patchLast(zip, 16, 1);
            refused(zip, "entry '1' is damaged");
        }
    }

    @Nested
    class What_is_no_archive_is_refused_in_one_line {

        @Test
        void when_it_is_empty_or_junk() {
            refused(new byte[0], "not a zip archive");
            refused("<html>".getBytes(StandardCharsets.UTF_8), "not a zip archive");
        }

        @Test
        void when_it_was_cut_short() {
            byte[] zip = zip("index.html", noise(1 << 10));
            refused(java.util.Arrays.copyOf(zip, zip.length - 30), "not a zip archive");
        }

        @Test
        void when_it_has_no_files_to_deploy() {
            refused(zip(".git/config", "x"), "no files to deploy");
        }

        @Test
        void whatever_byte_is_wrong() {
            byte[] sound = zip("index.html", "hello", "b.txt", noise(300));
            Random random = new Random(7);
            for (int i = 0; i < 2_000; i++) {
                byte[] zip = sound.clone();
                zip[random.nextInt(zip.length)] = (byte) random.nextInt();
                try (SiteArchive archive = SiteArchive.open(write(zip), SMALL)) {
                    assertThat(archive.files()).isNotEmpty();
                } catch (FaztException refused) {
                    assertThat(refused.getMessage()).doesNotContain("\n");
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private void refused(byte[] zip, String message) {
        ThrowingCallable open = () -> SiteArchive.open(write(zip), SMALL).close();
        assertThatThrownBy(open).isInstanceOf(FaztException.class).hasMessageContaining(message);
    }

    private Path write(byte[] zip) throws IOException {
        return Files.write(folder.resolve("site.zip"), zip);
    }

    private static byte[] zip(String... namesAndTexts) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (int i = 0; i < namesAndTexts.length; i += 2) {
                zip.putNextEntry(new ZipEntry(namesAndTexts[i]));
                zip.write(namesAndTexts[i + 1].getBytes(StandardCharsets.ISO_8859_1));
                zip.closeEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** Changes four bytes of the last entry of the central directory. */
    private static void patchLast(byte[] zip, int offset, int value) {
        ByteBuffer buffer = ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN);
        for (int at = zip.length - 46; at >= 0; at--) {
            if (buffer.getInt(at) == 0x02014b50) {
                buffer.putInt(at + offset, value);
                return;
            }
        }
    }

    private static String noise(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
