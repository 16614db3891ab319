package dev.fazt.plugin.sites.archive;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.fazt.api.Fault;
import dev.fazt.api.FaztException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/** Tries strange archives: each is read whole, with names that stay within the site, or refused as the caller's mistake. */
class ArchiveFuzzTest {
    private static final ArchiveLimits LIMITS = new ArchiveLimits(20, 40, 16 << 10, 256 << 10, 512 << 10, 200, 64 << 10);

    @FuzzTest
    void zip(byte[] bytes) throws Exception {
        read(bytes);
    }

    @FuzzTest
    void tar(byte[] bytes) throws Exception {
        read(summed(bytes));
    }

    @FuzzTest
    void gzip(byte[] bytes) throws Exception {
        byte[] compressed = bytes.clone();
        if (compressed.length > 1) {
            compressed[0] = 0x1f;
            compressed[1] = (byte) 0x8b;
        }
        read(compressed);
    }

    /** Corrects the checksums of headers, which no search would find. */
    private static byte[] summed(byte[] bytes) {
        byte[] blocks = Arrays.copyOf(bytes, Math.max(bytes.length, TarReader.BLOCK));
        for (int at = 0; at + TarReader.BLOCK <= blocks.length; at += TarReader.BLOCK) {
            // All that look like headers, and the first in any case.
            if (at == 0 || new String(blocks, at + 257, 5, StandardCharsets.ISO_8859_1).equals("ustar")) {
                System.arraycopy("ustar".getBytes(StandardCharsets.ISO_8859_1), 0, blocks, at + 257, 5);
                Arrays.fill(blocks, at + 148, at + 156, (byte) ' ');
                int sum = 0;
                for (int i = at; i < at + TarReader.BLOCK; i++) {
                    sum += blocks[i] & 0xff;
                }
                System.arraycopy("%06o\0 ".formatted(sum).getBytes(StandardCharsets.ISO_8859_1), 0, blocks, at + 148, 8);
            }
        }
        return blocks;
    }

    private static void read(byte[] bytes) throws Exception {
        Path file = Files.createTempFile("fazt-fuzz", ".archive");
        try {
            Files.write(file, bytes);
            try (SiteArchive archive = SiteArchive.open(file, LIMITS)) {
                check(archive);
            } catch (FaztException refused) {
                assertThat(refused.fault()).isInstanceOf(Fault.Invalid.class);
                assertThat(refused.getMessage()).isNotBlank().hasSizeLessThan(400).doesNotContain("\n", "\0", "\u001b");
            }
        } finally {
            Files.delete(file);
        }
    }

    private static void check(SiteArchive archive) throws IOException {
        List<ArchiveFile> files = archive.files();
        assertThat(files).hasSizeBetween(1, LIMITS.files());
        assertThat(files.stream().mapToLong(ArchiveFile::bytes).sum()).isLessThanOrEqualTo(LIMITS.siteBytes());
        Set<String> paths = new HashSet<>();
        for (ArchiveFile file : files) {
            assertThat(file.path()).isNotEmpty().doesNotStartWith("/").doesNotEndWith("/").doesNotContain("\\", "//", "\0", "\n");
            assertThat(List.of(file.path().split("/", -1))).doesNotContain("..", ".", "node_modules");
            assertThat(paths.add(file.path())).as("no name twice").isTrue();
            assertThat(file.bytes()).isLessThanOrEqualTo(LIMITS.fileBytes());
        }
        List<ArchiveFile> read = new ArrayList<>();
        archive.read(file -> true, (file, content) -> {
            byte[] bytes = content.readAllBytes();
            assertThat(bytes).hasSize((int) file.bytes());
            assertThat(sha256(bytes)).as("what is stored is what was checked").isEqualTo(file.hash());
            read.add(file);
        });
        assertThat(read).isEqualTo(files);
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
