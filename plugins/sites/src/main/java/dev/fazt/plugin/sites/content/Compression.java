package dev.fazt.plugin.sites.content;

import com.aayushatharva.brotli4j.Brotli4jLoader;
import com.aayushatharva.brotli4j.encoder.BrotliOutputStream;
import com.aayushatharva.brotli4j.encoder.Encoder;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compresses contents for the wire. Brotli is a native library, which belongs to the host because a plugin's class loader comes and
 * goes; where it does not run, gzip alone is made.
 */
final class Compression {
    private static final Logger LOG = LoggerFactory.getLogger(Compression.class);

    /** Below this, headers weigh more than compression saves. */
    private static final long FROM_BYTES = 1024;

    /** Up to here the slower setting of brotli is affordable, and makes it a tenth smaller. */
    static final long THOROUGH_BYTES = 256 << 10;

    /** 9 would make it 0.3 % smaller, in twice the time, and with 16 MB of memory instead of 4. */
    private static final int THOROUGH = 7;
    private static final int QUICK = 5;
    private static final int SMALLEST_WINDOW = 10;
    private static final int LARGEST_WINDOW = 22;
    private static final List<Encoding> FORMS = brotli() ? List.of(Encoding.GZIP, Encoding.BROTLI) : List.of(Encoding.GZIP);

    private Compression() {}

    private static boolean brotli() {
        try {
            if (Brotli4jLoader.isAvailable()) {
                return true;
            }
            LOG.info("brotli does not run on this machine, so sites are compressed by gzip alone: {}",
                    String.valueOf(Brotli4jLoader.getUnavailabilityCause()));
        } catch (LinkageError missing) {
            LOG.info("the host has no brotli, so sites are compressed by gzip alone");
        }
        return false;
    }

    /** Returns the compressed forms that are made of a content; none for types that are compressed already. */
    static List<Encoding> forms(ContentType type, long bytes) {
        return type.compressible() && bytes > FROM_BYTES ? FORMS : List.of();
    }

    static boolean makes(Encoding encoding) {
        return FORMS.contains(encoding);
    }

    /** Tells whether a form is so much smaller that it is worth keeping: by a twentieth. */
    static boolean pays(long bytes, long compressedBytes) {
        return compressedBytes * 20 <= bytes * 19;
    }

    /** Compresses what is written into it. */
    static OutputStream open(Encoding encoding, OutputStream out, long bytes) throws IOException {
        return switch (encoding) {
            case IDENTITY -> out;
            case GZIP -> new GZIPOutputStream(out, ContentWriter.CHUNK_BYTES);
            case BROTLI -> new BrotliOutputStream(out, parameters(bytes), ContentWriter.CHUNK_BYTES);
        };
    }

    private static Encoder.Parameters parameters(long bytes) {
        // A window no larger than the content: it decides how much memory the encoder takes.
        int window = Math.clamp(Long.SIZE - Long.numberOfLeadingZeros(bytes), SMALLEST_WINDOW, LARGEST_WINDOW);
        return Encoder.Parameters.create(bytes <= THOROUGH_BYTES ? THOROUGH : QUICK, window, Encoder.Mode.GENERIC);
    }
}
