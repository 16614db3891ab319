package dev.fazt.plugin.sites.serve;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Is the frame around several parts of a body: {@code multipart/byteranges} (RFC 9110, 14.6).
 *
 * @param boundary random, so that no content can hold it on purpose
 * @param parts what goes between the heads
 * @param heads what goes before each part
 */
record MultipartBody(String boundary, List<ByteRange.Part> parts, List<String> heads) {

    static MultipartBody of(List<ByteRange.Part> parts, long bytes, String contentType) {
        String boundary = UUID.randomUUID().toString();
        List<String> heads = new ArrayList<>(parts.size());
        for (ByteRange.Part part : parts) {
            heads.add("%s--%s\r\nContent-Type: %s\r\nContent-Range: bytes %d-%d/%d\r\n\r\n"
                    .formatted(heads.isEmpty() ? "" : "\r\n", boundary, contentType, part.first(), part.last(), bytes));
        }
        return new MultipartBody(boundary, List.copyOf(parts), List.copyOf(heads));
    }

    String contentType() {
        return "multipart/byteranges; boundary=" + boundary;
    }

    byte[] head(int part) {
        return heads.get(part).getBytes(StandardCharsets.ISO_8859_1);
    }

    byte[] end() {
        return ("\r\n--" + boundary + "--\r\n").getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Returns how many bytes the whole frame takes with its parts. */
    long length() {
        long length = end().length;
        for (int i = 0; i < parts.size(); i++) {
            length += head(i).length + parts.get(i).length();
        }
        return length;
    }
}
