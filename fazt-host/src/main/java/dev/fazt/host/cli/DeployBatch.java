package dev.fazt.host.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipOutputStream;

/** Is some of the files of a deploy, that are sent in one request. */
record DeployBatch(List<DeployFile> files) {
    private static final long MOST_BYTES = 64L << 20;
    private static final int MOST_FILES = 5_000;

    DeployBatch {
        files = List.copyOf(files);
    }

    /** Divides files among requests, in their order: bounded in bytes, except for a file that is larger alone, and in number. */
    static List<DeployBatch> divide(List<DeployFile> files) {
        List<DeployBatch> batches = new ArrayList<>();
        List<DeployFile> batch = new ArrayList<>();
        long bytes = 0;
        for (DeployFile file : files) {
            if (!batch.isEmpty() && (bytes + file.bytes() > MOST_BYTES || batch.size() == MOST_FILES)) {
                batches.add(new DeployBatch(batch));
                batch.clear();
                bytes = 0;
            }
            batch.add(file);
            bytes += file.bytes();
        }
        if (!batch.isEmpty()) {
            batches.add(new DeployBatch(batch));
        }
        return batches;
    }

    long bytes() {
        return files.stream().mapToLong(DeployFile::bytes).sum();
    }

    /**
     * Writes a zip archive of the files; the same files make the same bytes.
     *
     * @throws CommandFailure if a file is no longer what it was
     */
    void zip(OutputStream out) throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.setLevel(Deflater.BEST_SPEED);
            for (DeployFile file : files) {
                ZipEntry entry = new ZipEntry(file.path());
                entry.setLastModifiedTime(FileTime.fromMillis(0));
                boolean packs = packs(file);
                entry.setMethod(packs ? ZipEntry.DEFLATED : ZipEntry.STORED);
                entry.setSize(file.bytes());
                entry.setCrc(file.crc());
                if (!packs) {
                    entry.setCompressedSize(file.bytes());
                }
                add(zip, entry, file);
            }
        }
    }

    private static boolean packs(DeployFile file) throws IOException {
        try {
            return file.packs();
        } catch (NoSuchFileException gone) {
            throw changed(file.path());
        }
    }

    private static void add(ZipOutputStream zip, ZipEntry entry, DeployFile file) throws IOException {
        CRC32 crc = new CRC32();
        long bytes;
        try (InputStream in = new CheckedInputStream(Files.newInputStream(file.location(), LinkOption.NOFOLLOW_LINKS), crc)) {
            zip.putNextEntry(entry);
            bytes = in.transferTo(zip);
            zip.closeEntry();
        } catch (ZipException | NoSuchFileException otherThanItWasRead) {
            throw changed(file.path());
        }
        if (bytes != file.bytes() || crc.getValue() != file.crc()) {
            throw changed(file.path());
        }
    }

    static CommandFailure changed(String path) {
        return CommandFailure.failed(
                "'%s' was changed while it was deployed: nothing is different on the server, repeat it".formatted(Shell.plain(path)));
    }
}
