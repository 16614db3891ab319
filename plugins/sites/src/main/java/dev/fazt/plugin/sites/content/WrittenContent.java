package dev.fazt.plugin.sites.content;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Is a content all of whose chunks have been handed in.
 *
 * @param chunks in how many chunks it is as it is
 * @param forms its compressed forms, also those that are not worth keeping
 */
record WrittenContent(String hash, long bytes, int chunks, List<Form> forms) {

    WrittenContent {
        forms = List.copyOf(forms);
    }

    /**
     * Is one form of a content.
     *
     * @param bytes how large it is, 0 if it is not worth keeping
     * @param chunks in how many it was handed in
     */
    record Form(Encoding encoding, long bytes, int chunks) {

        /** Returns how many of its chunks are to stay. */
        int keptChunks() {
            return bytes == 0 ? 0 : chunks;
        }
    }

    /** Chooses the forms that pay, each against the best before it. */
    static WrittenContent of(String hash, long bytes, int chunks, List<ChunkStream> streams) {
        List<Form> forms = new ArrayList<>(streams.size());
        long best = bytes;
        for (ChunkStream stream : streams) {
            boolean pays = Compression.pays(bytes, stream.bytes()) && stream.bytes() < best;
            forms.add(new Form(stream.encoding(), pays ? stream.bytes() : 0, stream.chunks()));
            best = pays ? stream.bytes() : best;
        }
        return new WrittenContent(hash, bytes, chunks, forms);
    }

    /** Returns the size of a form; null if it was not tried. */
    @Nullable Long bytesOf(Encoding encoding) {
        return forms.stream()
                .filter(form -> form.encoding == encoding)
                .map(Form::bytes)
                .findFirst()
                .orElse(null);
    }
}
