package dev.fazt.host.backup;

import dev.fazt.api.FaztException;
import dev.fazt.host.storage.DataFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Is what the first 100 bytes of a data file say (SQLite's "Database File Format", 1.3, with Fazt's mark).
 *
 * @param bytes the size that the file should have
 */
public record FileHeader(long bytes) {
    public static final int BYTES = 100;

    private static final byte[] MAGIC = "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);
    private static final int PAGE_SIZE_OFFSET = 16;
    private static final int PAGE_COUNT_OFFSET = 28;
    private static final int USER_VERSION_OFFSET = 60;
    private static final int APPLICATION_ID_OFFSET = 68;

    /**
     * Reads the header of a file that nobody writes.
     *
     * @param name what the file is called in messages
     * @throws FaztException if it is not Fazt's, or is from a newer version
     */
    public static FileHeader of(byte[] start, Object name) {
        if (start.length < BYTES || !Arrays.equals(MAGIC, 0, MAGIC.length, start, 0, MAGIC.length)) {
            throw FaztException.conflict("'%s' is not a Fazt data file".formatted(name));
        }
        ByteBuffer fields = ByteBuffer.wrap(start);
        requireMark(fields.getInt(APPLICATION_ID_OFFSET), fields.getInt(USER_VERSION_OFFSET), name);
        int pageSize = Short.toUnsignedInt(fields.getShort(PAGE_SIZE_OFFSET));
        // 65,536 does not fit into two bytes: it is written as 1.
        return new FileHeader((pageSize == 1 ? 65_536L : pageSize) * Integer.toUnsignedLong(fields.getInt(PAGE_COUNT_OFFSET)));
    }

    static void requireMark(long applicationId, long format, Object name) {
        if (applicationId != DataFile.APPLICATION_ID) {
            throw FaztException.conflict("'%s' is an SQLite database of another program, not a Fazt data file".formatted(name));
        }
        if (format > DataFile.FORMAT) {
            throw FaztException.conflict("'%s' has format %d, and this version of fazt knows formats up to %d: use a newer fazt"
                    .formatted(name, format, DataFile.FORMAT));
        }
    }
}
