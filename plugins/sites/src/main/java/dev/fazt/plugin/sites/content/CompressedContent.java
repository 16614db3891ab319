package dev.fazt.plugin.sites.content;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Is a content of bounded size with its compressed forms, all of it in memory.
 *
 * @param chunks of all forms
 */
record CompressedContent(WrittenContent content, List<Chunk> chunks) {

    /**
     * Is a part of one form.
     *
     * @param bytes owned by the one who has it
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Chunk(Encoding encoding, int position, byte[] bytes) {}

    /** Compresses a content in all forms. */
    static CompressedContent of(String hash, byte[] whole, List<Encoding> forms) throws IOException {
        List<Chunk> chunks = new ArrayList<>();
        for (int from = 0; from < whole.length; from += ContentWriter.CHUNK_BYTES) {
            byte[] chunk = Arrays.copyOfRange(whole, from, Math.min(whole.length, from + ContentWriter.CHUNK_BYTES));
            chunks.add(new Chunk(Encoding.IDENTITY, chunks.size(), chunk));
        }
        int identity = chunks.size();
        List<ChunkStream> streams = new ArrayList<>();
        for (Encoding form : forms) {
            ChunkStream stream =
                    new ChunkStream(hash, form, (of, encoding, position, chunk) -> chunks.add(new Chunk(encoding, position, chunk)));
            streams.add(stream);
            try (OutputStream compressor = Compression.open(form, stream, whole.length)) {
                compressor.write(whole);
            }
        }
        return new CompressedContent(WrittenContent.of(hash, whole.length, identity, streams), chunks);
    }
}
