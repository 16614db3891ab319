package dev.fazt.plugin.docs;

import dev.fazt.api.FaztException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads and writes the JSON of documents within their limits: an object of at most 1 MiB, 32 levels deep, with numbers of at
 * most 100 digits, which are kept as they were written. Thread-safe.
 */
final class DocumentJson {
    static final int MAX_BYTES = 1 << 20;
    private static final int MAX_DEPTH = 32;
    private static final int MAX_DIGITS = 100;
    private static final List<String> KEPT_BY_SERVER = List.of("id", "created", "updated");

    private final JsonMapper mapper = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .maxNumberLength(MAX_DIGITS)
                            .maxDocumentLength(MAX_BYTES)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    /**
     * Reads an object.
     *
     * @param length what the request says of it, or any larger number: a small body then needs no large buffer
     * @throws FaztException 400 if it is not JSON, with line and column; 413 if it is too long; 422 if it is no object, or too
     *     deep
     */
    ObjectNode read(InputStream body, long length) {
        byte[] bytes;
        try {
            bytes = body.readNBytes((int) Math.min(length, MAX_BYTES) + 1);
        } catch (IOException e) {
            throw FaztException.badRequest("the body ended early");
        }
        if (bytes.length > MAX_BYTES) {
            throw tooLarge();
        }
        if (bytes.length == 0) {
            throw FaztException.badRequest("the body is empty: send a JSON object");
        }
        return object(bytes);
    }

    /** Reads the body of a stored document. */
    ObjectNode stored(String body) {
        return (ObjectNode) mapper.readTree(body);
    }

    private ObjectNode object(byte[] bytes) {
        try {
            JsonNode node = mapper.readTree(bytes);
            if (node instanceof ObjectNode object) {
                return object;
            }
            throw FaztException.invalid("", "a document is a JSON object, in braces");
        } catch (StreamConstraintsException e) {
            throw FaztException.invalid(
                    "",
                    "the document is more than %d levels deep, or has a number of more than %d digits or a name too long"
                            .formatted(MAX_DEPTH, MAX_DIGITS));
        } catch (JacksonException e) {
            throw FaztException.badRequest("the body is not JSON: line %d, column %d: %s"
                    .formatted(
                            e.getLocation().getLineNr(),
                            e.getLocation().getColumnNr(),
                            firstLine(e.getOriginalMessage())));
        }
    }

    /**
     * Makes the text that is stored: compact, and without the fields that the server keeps itself.
     *
     * @throws FaztException 413 if it is too long; 422 if it has half a character, which UTF-8 can not carry
     */
    String body(ObjectNode document) {
        document.remove(KEPT_BY_SERVER);
        String text = mapper.writeValueAsString(document);
        if (text.length() > MAX_BYTES / 3 && text.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
            throw tooLarge(); // a character has three bytes at most, so short ones need not be counted
        }
        if (halved(text)) {
            throw FaztException.invalid("", "a string has one half of a surrogate pair without the other");
        }
        return text;
    }

    private static boolean halved(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c)) {
                boolean pair = i + 1 < text.length() && Character.isSurrogatePair(c, text.charAt(i + 1));
                if (!pair) {
                    return true;
                }
                i++;
            }
        }
        return false;
    }

    private static FaztException tooLarge() {
        return FaztException.tooLarge("the document is larger than 1 MiB");
    }

    /** Jackson's messages go on with a description of the source, which is of no use to a caller. */
    private static String firstLine(String message) {
        return message.lines().findFirst().orElse("unknown");
    }
}
