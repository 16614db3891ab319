package dev.fazt.plugin.sites.archive;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Is one block that describes an entry.
 *
 * @param type the type flag
 * @param bytes how long the content is that follows
 */
record TarHeader(String name, char type, long bytes) {
    private static final int NAME = 0;
    private static final int NAME_LENGTH = 100;
    private static final int SIZE = 124;
    private static final int SIZE_LENGTH = 12;
    private static final int CHECKSUM = 148;
    private static final int CHECKSUM_LENGTH = 8;
    private static final int TYPE = 156;
    private static final int MAGIC = 257;
    private static final int PREFIX = 345;
    private static final int PREFIX_LENGTH = 155;

    /** Tells whether it is one of the two blocks at the end of an archive. */
    static boolean isEmpty(byte[] block) {
        for (byte b : block) {
            if (b != 0) {
                return false;
            }
        }
        return true;
    }

    static TarHeader parse(byte[] block) {
        if (octal(block, CHECKSUM, CHECKSUM_LENGTH) != checksum(block)) {
            throw TarReader.broken();
        }
        String name = text(block, NAME, NAME_LENGTH);
        // GNU's own format has the same letters followed by a space, and other things where the prefix is.
        boolean posix = new String(block, MAGIC, 6, StandardCharsets.ISO_8859_1).equals("ustar\0");
        String prefix = posix ? text(block, PREFIX, PREFIX_LENGTH) : "";
        long bytes = (block[SIZE] & 0x80) != 0 ? binary(block) : octal(block, SIZE, SIZE_LENGTH);
        return new TarHeader(prefix.isEmpty() ? name : prefix + "/" + name, (char) (block[TYPE] & 0xff), bytes);
    }

    private static long checksum(byte[] block) {
        long sum = 0;
        for (int i = 0; i < block.length; i++) {
            boolean own = i >= CHECKSUM && i < CHECKSUM + CHECKSUM_LENGTH;
            sum += own ? ' ' : block[i] & 0xff;
        }
        return sum;
    }

    private static String text(byte[] block, int from, int length) {
        int end = from;
        while (end < from + length && block[end] != 0) {
            end++;
        }
        return TarReader.utf8(ByteBuffer.wrap(block, from, end - from));
    }

    /** Reads a number in octal digits, which spaces or NULs surround. */
    private static long octal(byte[] block, int from, int length) {
        String digits = new String(block, from, length, StandardCharsets.ISO_8859_1).replace('\0', ' ').strip();
        if (!digits.matches("[0-7]{0,12}")) {
            throw TarReader.broken();
        }
        return digits.isEmpty() ? 0 : Long.parseLong(digits, 8);
    }

    /** Reads a size in binary, as GNU tar writes those over 8 GiB: none that is taken here, but it has to be told. */
    private static long binary(byte[] block) {
        long value = 0;
        for (int i = SIZE + SIZE_LENGTH - 8; i < SIZE + SIZE_LENGTH; i++) {
            value = (value << 8) | (block[i] & 0xff);
        }
        if (value < 0 || (block[SIZE] & 0xff) != 0x80) {
            throw TarReader.broken();
        }
        return value;
    }
}
