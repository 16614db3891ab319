package dev.fazt.api.operation;

import java.io.IOException;
import java.io.OutputStream;

/**
 * Is the result of an operation that streams bytes, such as an export.
 *
 * @param contentType with charset, such as {@code text/csv; charset=utf-8}
 * @param filename what a browser would call the file
 * @param content writes the bytes; called once
 */
public record Download(String contentType, String filename, Content content) {

    /** Writes the bytes of a download. */
    @FunctionalInterface
    public interface Content {
        /**
         * Writes all of it.
         *
         * @param out closed by the host
         */
        void writeTo(OutputStream out) throws IOException;
    }
}
