package dev.fazt.host.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.aayushatharva.brotli4j.Brotli4jLoader;
import com.aayushatharva.brotli4j.decoder.BrotliInputStream;
import dev.fazt.host.TestServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Asks for files in all their forms and parts, and compares every byte (RFC 9110, 8.4, 12.5.3, 13.1.5 and 14). */
class RepresentationScenarioTest {
    private static final String TEXT = "<p>Hello, visitor number one!</p>\n".repeat(3_000);
    private static final String LARGE =
            IntStream.range(0, 400_000).mapToObj("%08x"::formatted).collect(Collectors.joining());

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it.
    static Path folder;

    @SuppressWarnings("NullAway.Init")
    private static TestServer server;

    @BeforeAll
    static void deploy() {
        server = TestServer.start(folder);
        byte[] noise = new byte[20_000];
        new Random(7).nextBytes(noise);
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("index.html", TEXT.getBytes(StandardCharsets.UTF_8));
        files.put("short.html", "short".getBytes(StandardCharsets.UTF_8));
        files.put("noise.txt", noise);
        files.put("text.png", TEXT.getBytes(StandardCharsets.UTF_8));
        files.put("text.woff2", TEXT.getBytes(StandardCharsets.UTF_8));
        files.put("large.txt", LARGE.getBytes(StandardCharsets.UTF_8));
        files.put("large.mp4", LARGE.getBytes(StandardCharsets.UTF_8));
        assertThat(server.upload("site", TestServer.zipBytes(files)).statusCode()).isEqualTo(200);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "gzip, deflate, br, zstd | br",
                "gzip | gzip",
                "br | br",
                "* | br",
                "br;q=0.5, gzip | gzip",
                "br;q=0, gzip;q=0.1 | gzip",
                "br;q=0, gzip;q=0 |",
                "identity |",
                "deflate |"
            })
    void the_client_chooses_the_form(String accepted, String encoding) throws IOException {
        for (String path : new String[] {"/", "/large.txt"}) {
            Reply reply = ask(path, "Accept-Encoding", accepted);
            assertThat(reply.header("Content-Encoding")).as(path).isEqualTo(encoding == null ? "" : encoding);
            assertThat(reply.header("Vary")).isEqualTo("Accept-Encoding");
            assertThat(reply.header("Content-Length")).isEqualTo(String.valueOf(reply.body.length));
            assertThat(decoded(reply)).isEqualTo(path.equals("/") ? TEXT : LARGE);
        }
    }

    @Test
    void each_form_has_a_tag_of_its_own_and_brotli_is_the_smallest() throws IOException {
        Reply plain = ask("/");
        Reply gzip = ask("/", "Accept-Encoding", "gzip");
        Reply brotli = ask("/", "Accept-Encoding", "br");
        assertThat(new String[] {plain.header("ETag"), gzip.header("ETag"), brotli.header("ETag")}).doesNotHaveDuplicates();
        assertThat(brotli.body.length).isLessThan(gzip.body.length);
        assertThat(gzip.body.length).isLessThan(plain.body.length / 2);
        assertThat(ask("/", "Accept-Encoding", "br", "If-None-Match", brotli.header("ETag")).status).isEqualTo(304);
        Reply other = ask("/", "Accept-Encoding", "gzip", "If-None-Match", brotli.header("ETag"));
        assertThat(other.status).isEqualTo(200);
        assertThat(ask("/", "Accept-Encoding", "br", "If-None-Match", brotli.header("ETag")).header("Vary")).isEqualTo("Accept-Encoding");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/short", "/noise.txt", "/text.png", "/text.woff2", "/large.mp4"})
    void what_compression_does_not_help_is_sent_as_it_is(String path) throws IOException {
        Reply reply = ask(path, "Accept-Encoding", "br, gzip");
        assertThat(reply.header("Content-Encoding")).isEmpty();
        assertThat(reply.header("Vary")).isEmpty();
    }

    @Test
    void what_was_stored_for_an_image_is_compressed_when_a_text_wants_it() throws IOException {
        String text = "a text that came as an image\n".repeat(500);
        server.deploy("twice", Map.of("a.png", text));
        server.deploy("twice", Map.of("a.txt", text));
        Reply reply = askSite("twice", "/a.txt", "Accept-Encoding", "br");
        assertThat(reply.header("Content-Encoding")).isEqualTo("br");
        assertThat(decoded(reply)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/large.mp4 | bytes=0-9 | 0-9",
                "/large.mp4 | bytes=32760-32775 | 32760-32775",
                "/large.mp4 | bytes=3199990- | 3199990-3199999",
                "/large.mp4 | bytes=-5 | 3199995-3199999",
                "/large.mp4 | bytes=0-9,1000000-1000009 | 0-9 1000000-1000009",
                "/large.mp4 | bytes=1000000-1000009,0-9,-4 | 1000000-1000009 0-9 3199996-3199999",
                "/large.mp4 | bytes=0-99999,200000-299999 | 0-99999 200000-299999",
                "/large.txt | bytes=5-6, 5000-5001 | 5-6 5000-5001"
            })
    void parts_are_the_right_bytes(String path, String range, String expected) throws IOException {
        Reply reply = ask(path, "Range", range, "Accept-Encoding", "br");
        assertThat(reply.status).isEqualTo(206);
        assertThat(reply.header("Content-Length")).isEqualTo(String.valueOf(reply.body.length));
        assertThat(reply.header("Content-Encoding")).isEmpty();
        String[] parts = expected.split(" ", -1);
        if (parts.length == 1) {
            assertThat(reply.header("Content-Range")).isEqualTo("bytes " + expected + "/" + LARGE.length());
            assertThat(reply.text()).isEqualTo(part(expected));
            return;
        }
        assertThat(reply.header("Content-Range")).isEmpty();
        String type = reply.header("Content-Type");
        assertThat(type).startsWith("multipart/byteranges; boundary=");
        String boundary = type.substring(type.indexOf('=') + 1);
        StringBuilder body = new StringBuilder();
        String own = path.endsWith(".mp4") ? "video/mp4" : "text/plain; charset=utf-8";
        for (String part : parts) {
            body.append(body.isEmpty() ? "" : "\r\n").append("--").append(boundary)
                    .append("\r\nContent-Type: ").append(own)
                    .append("\r\nContent-Range: bytes ").append(part).append("/").append(LARGE.length()).append("\r\n\r\n")
                    .append(part(part));
        }
        assertThat(reply.text()).isEqualTo(body + "\r\n--" + boundary + "--\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=3200000-", "bytes=9999999-,8888888-8888889", "bytes=-0"})
    void a_part_that_is_not_there_is_refused(String range) throws IOException {
        Reply reply = ask("/large.mp4", "Range", range);
        assertThat(reply.status).isEqualTo(416);
        assertThat(reply.header("Content-Range")).isEqualTo("bytes */3200000");
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=0-0,200-200,400-400,600-600,800-800,1000-1000,1200-1200,1400-1400,1600-1600", "bytes=9-1", "lines=1-2"})
    void too_many_parts_or_none_are_answered_with_everything(String range) throws IOException {
        Reply reply = ask("/large.mp4", "Range", range);
        assertThat(reply.status).isEqualTo(200);
        assertThat(reply.text()).isEqualTo(LARGE);
    }

    @Test
    void a_part_depends_on_what_the_client_has() throws IOException {
        Reply whole = ask("/large.mp4");
        String range = "bytes=0-9,1000000-1000009";
        assertThat(ask("/large.mp4", "Range", range, "If-Range", whole.header("ETag")).status).isEqualTo(206);
        assertThat(ask("/large.mp4", "Range", range, "If-Range", "W/" + whole.header("ETag")).status).isEqualTo(200);
        assertThat(ask("/large.mp4", "Range", range, "If-Range", "\"other\"").status).isEqualTo(200);
        assertThat(ask("/large.mp4", "Range", range, "If-Range", whole.header("Last-Modified")).status).isEqualTo(206);
        assertThat(ask("/large.mp4", "Range", range, "If-Range", "Thu, 01 Jan 1970 00:00:00 GMT").status).isEqualTo(200);
        assertThat(ask("/large.mp4", "Range", range, "If-None-Match", whole.header("ETag")).status).isEqualTo(304);
        assertThat(ask("/large.mp4", "Range", range, "If-Match", "\"other\"").status).isEqualTo(412);
    }

    private static String part(String range) {
        int dash = range.indexOf('-');
        return LARGE.substring(Integer.parseInt(range.substring(0, dash)), Integer.parseInt(range.substring(dash + 1)) + 1);
    }

    /** Is an answer, byte by byte. */
    private static final class Reply {
        private final int status;
        private final String head;
        private final byte[] body;

        private Reply(int status, String head, byte[] body) {
            this.status = status;
            this.head = head;
            this.body = body;
        }

        String header(String name) {
            for (String line : head.split("\r\n", -1)) {
                if (line.regionMatches(true, 0, name + ":", 0, name.length() + 1)) {
                    return line.substring(name.length() + 1).strip();
                }
            }
            return "";
        }

        String text() {
            return new String(body, StandardCharsets.ISO_8859_1);
        }
    }

    private static Reply ask(String path, String... headers) throws IOException {
        return askSite("site", path, headers);
    }

    private static Reply askSite(String site, String path, String... headers) throws IOException {
        String answer = RawRequest.answer(server, site, "GET", path, headers);
        int end = answer.indexOf("\r\n\r\n");
        return new Reply(
                Integer.parseInt(answer.substring(9, 12)),
                answer.substring(0, end),
                answer.substring(end + 4).getBytes(StandardCharsets.ISO_8859_1));
    }

    private static String decoded(Reply reply) throws IOException {
        Brotli4jLoader.ensureAvailability();
        ByteArrayInputStream body = new ByteArrayInputStream(reply.body);
        try (InputStream in = switch (reply.header("Content-Encoding")) {
            case "br" -> new BrotliInputStream(body);
            case "gzip" -> new GZIPInputStream(body);
            default -> body;
        }) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
