package dev.fazt.host.backup;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** Writes whole blocks: a channel may take only a part of one at a time. */
public final class Blocks {
    private Blocks() {}

    /** Writes all of a block, and returns its length. */
    public static int write(FileChannel to, byte[] block) throws IOException {
        ByteBuffer rest = ByteBuffer.wrap(block);
        while (rest.hasRemaining()) {
            to.write(rest);
        }
        return block.length;
    }
}
