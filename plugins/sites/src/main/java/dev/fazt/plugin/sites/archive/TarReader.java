package dev.fazt.plugin.sites.archive;

import dev.fazt.api.FaztException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Reads the entries of a tar archive: the formats of POSIX (ustar and pax, IEEE Std 1003.1, "pax") and of GNU tar, as far as
 * plain files and folders need them. Everything else in them is refused: links, devices, sparse files, several volumes.
 *
 * <p>Written here because readers for all purposes take names of any length into memory. Not thread-safe.
 */
final class TarReader {
    static final int BLOCK = 512;
    private static final int LONGEST_NAME = 8 << 10;
    private static final int LONGEST_HEADER = 64 << 10;

    private final InputStream in;
    private final byte[] block = new byte[BLOCK];
    private long left;
    private int padding;

    /**
     * Is a file or a folder.
     *
     * @param name as the archive spells it
     */
    record Entry(String name, long bytes, boolean folder) {}

    TarReader(InputStream in) {
        this.in = in;
    }

    /** Goes on to the next file or folder, past what is left of the one before; empty at the end of the archive. */
    Optional<Entry> next() throws IOException {
        skipContent();
        PaxHeader extended = PaxHeader.NONE;
        while (true) {
            fill(block, BLOCK);
            if (TarHeader.isEmpty(block)) {
                return Optional.empty();
            }
            TarHeader header = TarHeader.parse(block);
            begin(header.bytes());
            switch (header.type()) {
                case 'L' -> extended = extended.withPath(text(LONGEST_NAME, header.name()));
                case 'K' -> text(LONGEST_NAME, header.name());
                case 'x' -> extended = extended.with(PaxHeader.parse(bytes(LONGEST_HEADER, header.name()), header.name()));
                case 'g' -> PaxHeader.parse(bytes(LONGEST_HEADER, header.name()), header.name()).requireNoNames(header.name());
                default -> {
                    return Optional.of(entry(header, extended));
                }
            }
        }
    }

    private Entry entry(TarHeader header, PaxHeader extended) {
        String name = extended.path().orElse(header.name());
        extended.bytes().ifPresent(this::begin);
        boolean folder = header.type() == '5' || name.endsWith("/");
        String reason = switch (header.type()) {
            case '0', '\0', '7', '5' -> extended.sparse() ? "is a sparse file" : "";
            case '1' -> "is a hard link";
            case '2' -> "is a symbolic link";
            case 'S' -> "is a sparse file";
            default -> "is neither a file nor a folder";
        };
        if (!reason.isEmpty()) {
            throw ArchiveEntryName.refused(name, reason);
        }
        return new Entry(name, left, folder);
    }

    /** Returns the content of the present entry; what is not read of it is skipped. */
    InputStream content() {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                if (left == 0) {
                    return length == 0 ? 0 : -1;
                }
                int count = in.read(buffer, offset, (int) Math.min(left, length));
                if (count < 0) {
                    throw new EOFException();
                }
                left -= count;
                return count;
            }
        };
    }

    private void begin(long bytes) {
        left = bytes;
        padding = (int) ((BLOCK - bytes % BLOCK) % BLOCK);
    }

    private void skipContent() throws IOException {
        byte[] buffer = new byte[8 << 10];
        while (left > 0) {
            int count = (int) Math.min(left, buffer.length);
            fill(buffer, count);
            left -= count;
        }
        fill(buffer, padding);
        padding = 0;
    }

    /** Reads the content of a header that belongs to the entry after it. */
    private byte[] bytes(int longest, String name) throws IOException {
        if (left > longest) {
            throw ArchiveEntryName.refused(name, "has a header longer than %,d bytes".formatted(longest));
        }
        byte[] bytes = new byte[(int) left];
        fill(bytes, bytes.length);
        left = 0;
        skipContent();
        return bytes;
    }

    /** Reads a text that ends with NUL. */
    private String text(int longest, String name) throws IOException {
        byte[] bytes = bytes(longest, name);
        int end = bytes.length;
        while (end > 0 && bytes[end - 1] == 0) {
            end--;
        }
        return utf8(ByteBuffer.wrap(bytes, 0, end));
    }

    private void fill(byte[] buffer, int length) throws IOException {
        if (in.readNBytes(buffer, 0, length) < length) {
            throw new EOFException();
        }
    }

    static String utf8(ByteBuffer bytes) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(bytes.duplicate()).toString();
        } catch (CharacterCodingException notUtf8) {
            throw ArchiveEntryName.refused(StandardCharsets.UTF_8.decode(bytes).toString(), "has a name that is not UTF-8");
        }
    }

    static FaztException broken() {
        return FaztException.invalid("body", "the archive is damaged: make it again and repeat the deploy");
    }
}
