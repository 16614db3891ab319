package dev.fazt.plugin.sites.archive;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Is what an extended header says of the entry after it, as far as it matters here.
 *
 * @param path in the place of the entry's own name
 * @param bytes in the place of the entry's own size
 * @param sparse whether the content is the map of a file with holes
 */
record PaxHeader(Optional<String> path, Optional<Long> bytes, boolean sparse) {
    static final PaxHeader NONE = new PaxHeader(Optional.empty(), Optional.empty(), false);

    /** Reads records of the form {@code length SP key=value LF}, where the length counts the whole record. */
    static PaxHeader parse(byte[] records, String name) {
        PaxHeader header = NONE;
        for (int at = 0; at < records.length; ) {
            int space = indexOf(records, ' ', at, Math.min(records.length, at + 10));
            String digits = space < 0 ? "" : new String(records, at, space - at, StandardCharsets.ISO_8859_1);
            int length = digits.matches("[1-9]\\d{0,8}") ? Integer.parseInt(digits) : 0;
            int end = at + length;
            if (space < 0 || end <= space + 1 || end > records.length || records[end - 1] != '\n') {
                throw ArchiveEntryName.refused(name, "has a damaged header");
            }
            int equals = indexOf(records, '=', space + 1, end);
            if (equals < 0) {
                throw ArchiveEntryName.refused(name, "has a damaged header");
            }
            String key = new String(records, space + 1, equals - space - 1, StandardCharsets.ISO_8859_1);
            header = header.with(key, ByteBuffer.wrap(records, equals + 1, end - equals - 2), name);
            at = end;
        }
        return header;
    }

    private PaxHeader with(String key, ByteBuffer value, String name) {
        if (key.startsWith("GNU.sparse.")) {
            return new PaxHeader(path, bytes, true);
        }
        return switch (key) {
            case "path" -> withPath(TarReader.utf8(value));
            case "size" -> {
                String digits = TarReader.utf8(value);
                if (!digits.matches("\\d{1,18}")) {
                    throw ArchiveEntryName.refused(name, "has a size that is no number");
                }
                yield new PaxHeader(path, Optional.of(Long.parseLong(digits)), sparse);
            }
            default -> this;
        };
    }

    PaxHeader withPath(String path) {
        return new PaxHeader(Optional.of(path), bytes, sparse);
    }

    /** Joins two headers before the same entry, of which the later wins. */
    PaxHeader with(PaxHeader later) {
        return new PaxHeader(later.path.or(() -> path), later.bytes.or(() -> bytes), sparse || later.sparse);
    }

    /** Refuses a header for the whole archive that would give all files the same name or size. */
    void requireNoNames(String name) {
        if (path.isPresent() || bytes.isPresent() || sparse) {
            throw ArchiveEntryName.refused(name, "is a header that names all files at once");
        }
    }

    private static int indexOf(byte[] bytes, char wanted, int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] == wanted) {
                return i;
            }
        }
        return -1;
    }
}
