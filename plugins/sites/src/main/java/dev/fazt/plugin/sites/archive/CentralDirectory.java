package dev.fazt.plugin.sites.archive;

import dev.fazt.api.FaztException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Reads the table of contents of a zip archive (APPNOTE.TXT 4.3.12 and 4.3.16) and refuses what is hostile in it.
 *
 * <p>The JDK's reader does not tell the type of an entry (its Unix mode), hides duplicates, and takes the whole table into
 * memory whatever its size: so it only gets to see archives that passed here.
 */
final class CentralDirectory {
    private static final int END_SIGNATURE = 0x06054b50;
    private static final int ENTRY_SIGNATURE = 0x02014b50;
    private static final int END_BYTES = 22;
    private static final int ENTRY_BYTES = 46;
    private static final int LONGEST_COMMENT = 0xffff;
    private static final int ENCRYPTED = 1;
    private static final int STORED = 0;
    private static final int DEFLATED = 8;
    private static final int TYPE_MASK = 0170000;
    private static final int REGULAR = 0100000;
    private static final int FOLDER = 0040000;
    private static final int LINK = 0120000;

    private final ArchiveLimits limits;
    private final EntryNames names;
    private final List<ArchiveEntry> entries = new ArrayList<>();

    private CentralDirectory(ArchiveLimits limits) {
        this.limits = limits;
        this.names = new EntryNames(limits);
    }

    /** Lists the files to deploy, having checked every entry. */
    static List<ArchiveEntry> read(Path archive, ArchiveLimits limits) throws IOException {
        try (FileChannel channel = FileChannel.open(archive, StandardOpenOption.READ)) {
            ByteBuffer end = end(channel);
            int count = Short.toUnsignedInt(end.getShort(10));
            long bytes = Integer.toUnsignedLong(end.getInt(12));
            long offset = Integer.toUnsignedLong(end.getInt(16));
            if (count > limits.entries() || bytes > limits.directoryBytes()) {
                throw FaztException.invalid(
                        "body",
                        "the archive is refused: it lists more than %,d entries or has too long names"
                                .formatted(limits.entries()));
            }
            if (offset + bytes > channel.size()) {
                throw broken();
            }
            CentralDirectory directory = new CentralDirectory(limits);
            directory.parse(read(channel, offset, (int) bytes), count, channel.size());
            return directory.entries;
        }
    }

    /** Finds the record at the end, which a comment of unknown length may follow. */
    private static ByteBuffer end(FileChannel channel) throws IOException {
        long size = channel.size();
        int window = (int) Math.min(size, END_BYTES + LONGEST_COMMENT);
        ByteBuffer tail = read(channel, size - window, window);
        for (int at = window - END_BYTES; at >= 0; at--) {
            if (tail.getInt(at) == END_SIGNATURE
                    && at + END_BYTES + Short.toUnsignedInt(tail.getShort(at + 20)) == window) {
                return tail.slice(at, END_BYTES).order(ByteOrder.LITTLE_ENDIAN);
            }
        }
        throw FaztException.invalid(
                "body", "the upload is not a zip archive, or was cut short: send a .zip or a .tar.gz of the site's folder");
    }

    private void parse(ByteBuffer table, int count, long archiveBytes) {
        long compressedTotal = 0;
        Set<Long> offsets = new HashSet<>();
        for (int i = 0; i < count; i++) {
            if (table.remaining() < ENTRY_BYTES || table.getInt(table.position()) != ENTRY_SIGNATURE) {
                throw broken();
            }
            int start = table.position();
            int nameBytes = Short.toUnsignedInt(table.getShort(start + 28));
            int rest = Short.toUnsignedInt(table.getShort(start + 30)) + Short.toUnsignedInt(table.getShort(start + 32));
            if (table.remaining() < ENTRY_BYTES + nameBytes + rest) {
                throw broken();
            }
            String name = name(table.slice(start + ENTRY_BYTES, nameBytes), i);
            long compressed = Integer.toUnsignedLong(table.getInt(start + 20));
            compressedTotal += compressed;
            // Entries that share their bytes are how a small archive holds petabytes.
            if (compressedTotal > archiveBytes || !offsets.add(Integer.toUnsignedLong(table.getInt(start + 42)))) {
                throw ArchiveEntryName.refused(name, "overlaps another entry, as in a zip bomb");
            }
            add(table, start, name, compressed);
            table.position(start + ENTRY_BYTES + nameBytes + rest);
        }
        if (table.hasRemaining()) {
            throw broken();
        }
    }

    private void add(ByteBuffer table, int start, String name, long compressed) {
        ArchiveEntryName entry = ArchiveEntryName.parse(name);
        int type = (table.getInt(start + 38) >>> 16) & TYPE_MASK;
        if (type == LINK) {
            throw ArchiveEntryName.refused(name, "is a symbolic link");
        }
        if (type != 0 && type != REGULAR && type != FOLDER) {
            throw ArchiveEntryName.refused(name, "is neither a file nor a folder");
        }
        if ((Short.toUnsignedInt(table.getShort(start + 8)) & ENCRYPTED) != 0) {
            throw ArchiveEntryName.refused(name, "is encrypted");
        }
        int method = Short.toUnsignedInt(table.getShort(start + 10));
        if (method != STORED && method != DEFLATED) {
            throw ArchiveEntryName.refused(name, "is compressed by a method other than deflate");
        }
        if (Integer.toUnsignedLong(table.getInt(start + 24)) > limits.fileBytes()) {
            throw ContentCheck.tooLarge(name, limits);
        }
        if (names.admit(name, entry)) {
            long crc = Integer.toUnsignedLong(table.getInt(start + 16));
            entries.add(new ArchiveEntry(name, entry.path(), compressed, crc));
        }
    }

    static FaztException broken() {
        return FaztException.invalid("body", "the archive is damaged: make it again and repeat the deploy");
    }

    private static String name(ByteBuffer bytes, int index) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
        } catch (CharacterCodingException notUtf8) {
            String lossy = StandardCharsets.UTF_8.decode(bytes.rewind()).toString();
            throw ArchiveEntryName.refused(lossy, "(number %d) has a name that is not UTF-8".formatted(index + 1));
        }
    }

    private static ByteBuffer read(FileChannel channel, long offset, int bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, offset + buffer.position()) < 0) {
                throw broken();
            }
        }
        return buffer.flip();
    }
}
