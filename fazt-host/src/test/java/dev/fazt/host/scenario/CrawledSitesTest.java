package dev.fazt.host.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.aayushatharva.brotli4j.Brotli4jLoader;
import com.aayushatharva.brotli4j.decoder.BrotliInputStream;
import dev.fazt.host.TestServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Deploys whole sites and fetches them again, each file and link by link: every byte is what it was. */
class CrawledSitesTest {
    private static final Pattern LINK = Pattern.compile("(?:href|src)=\"([^\"#?]+)[^\"]*\"");

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it.
    Path folder;

    @SuppressWarnings("NullAway.Init") // set before each test
    private TestServer server;

    private final HttpClient client =
            HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER).build();

    @BeforeEach
    void start() {
        server = TestServer.start(folder);
    }

    @AfterEach
    void stop() {
        client.shutdownNow();
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"junit-jupiter-api-javadoc.jar", "slf4j-api-javadoc.jar", "swagger-ui.jar"})
    void a_published_site_comes_back_byte_by_byte_in_every_form(String name) throws Exception {
        Brotli4jLoader.ensureAvailability();
        byte[] jar = Files.readAllBytes(Path.of("target/test-sites", name));
        Map<String, byte[]> source = unzip(jar);
        assertThat(server.upload("site", jar).body()).contains("\"files\":" + source.size());
        Set<String> forms = new HashSet<>();
        for (Map.Entry<String, byte[]> file : source.entrySet()) {
            for (String accepted : new String[] {"identity", "gzip", "br"}) {
                HttpResponse<byte[]> answer = follow("site", "/" + encode(file.getKey()), "Accept-Encoding", accepted);
                assertThat(answer.statusCode()).as(file.getKey()).isEqualTo(200);
                assertThat(decoded(answer)).as("%s as %s", file.getKey(), accepted).isEqualTo(file.getValue());
                forms.add(answer.headers().firstValue("content-encoding").orElse(""));
            }
        }
        assertThat(forms).containsExactlyInAnyOrder("", "gzip", "br");
    }

    private static byte[] decoded(HttpResponse<byte[]> answer) throws IOException {
        ByteArrayInputStream body = new ByteArrayInputStream(answer.body());
        try (InputStream in = switch (answer.headers().firstValue("content-encoding").orElse("")) {
            case "br" -> new BrotliInputStream(body);
            case "gzip" -> new GZIPInputStream(body);
            default -> body;
        }) {
            return in.readAllBytes();
        }
    }

    @Test
    void a_documentation_of_thousands_of_files_comes_back_byte_by_byte_and_link_by_link() throws Exception {
        byte[] jar = Files.readAllBytes(Path.of("target/test-sites/bcprov-javadoc.jar"));
        Map<String, byte[]> source = unzip(jar);
        assertThat(source).hasSizeGreaterThan(2_000);
        assertThat(server.upload("docs", jar).statusCode()).isEqualTo(200);
        for (Map.Entry<String, byte[]> file : source.entrySet()) {
            assertThat(fetch("docs", "/" + encode(file.getKey()))).as(file.getKey()).isEqualTo(file.getValue());
        }
        assertThat(crawl("docs", source)).as("pages reached from the first").hasSizeGreaterThan(1_000);
    }

    @Test
    void files_with_unusual_names_come_back() throws Exception {
        Map<String, byte[]> source = new LinkedHashMap<>();
        for (String name : new String[] {
            "a b.txt", "100%.txt", "%41.txt", "a+b.txt", "a&b=c.txt", "who?.txt", "#1.txt", "it's \"q\".txt", "a;b,c.txt", "[x]{y}|z.txt",
            "~home/@at/!.txt", "\u00fcml\u00e4ut/\u65e5\u672c\u8a9e.txt", "\ud83d\ude80.txt", "a..b/c...txt", "a.b.c.d", "CON", "UPPER/lower.TXT",
            "upper/LOWER.txt", "-rf", "x".repeat(255), "d/".repeat(100) + "deep.txt", "<script>.txt", "$HOME.txt", "`id`.txt", "space /end .txt",
            ".well-known/x y", "no-extension", "tilde~", "caf\u00e9.html", "ab:c.txt", "*.txt", "^caret.txt"
        }) {
            source.put(name, ("content of " + name).getBytes(StandardCharsets.UTF_8));
        }
        assertThat(server.upload("odd", TestServer.zipBytes(source)).body()).contains("\"files\":" + source.size());
        for (Map.Entry<String, byte[]> file : source.entrySet()) {
            assertThat(fetch("odd", "/" + encode(file.getKey()))).as(file.getKey()).isEqualTo(file.getValue());
        }
    }

    @Test
    void any_part_of_a_large_file_is_that_part() throws Exception {
        byte[] video = new byte[5_000_001];
        Random random = new Random(3);
        random.nextBytes(video);
        assertThat(server.upload("media", TestServer.zipBytes(Map.of("video.mp4", video))).statusCode()).isEqualTo(200);
        for (int i = 0; i < 200; i++) {
            int first = random.nextInt(video.length);
            int last = first + random.nextInt(i % 2 == 0 ? 100 : video.length - first);
            HttpResponse<byte[]> part = get("media", "/video.mp4", "Range", "bytes=%d-%d".formatted(first, last));
            int end = Math.min(last, video.length - 1);
            assertThat(part.statusCode()).isEqualTo(206);
            assertThat(part.headers().firstValue("content-range")).contains("bytes %d-%d/%d".formatted(first, end, video.length));
            assertThat(part.body()).isEqualTo(Arrays.copyOfRange(video, first, end + 1));
        }
    }

    /** Follows the links of pages from the first, and returns the paths of all that it fetched. */
    private Set<String> crawl(String site, Map<String, byte[]> source) throws Exception {
        Set<String> seen = new HashSet<>(Set.of("/"));
        Deque<String> open = new ArrayDeque<>(seen);
        while (!open.isEmpty()) {
            String path = open.remove();
            HttpResponse<byte[]> page = follow(site, path);
            if (page.statusCode() == 404) {
                // A link may be broken in the source, but not here alone.
                assertThat(source).as("linked file").doesNotContainKey(path.substring(1)).doesNotContainKey(path.substring(1) + "index.html");
                continue;
            }
            assertThat(page.statusCode()).as(path).isEqualTo(200);
            if (page.headers().firstValue("content-type").orElse("").startsWith("text/html")) {
                Matcher links = LINK.matcher(new String(page.body(), StandardCharsets.UTF_8));
                while (links.find()) {
                    String link = links.group(1);
                    if (!link.matches("[a-z]+:.*|//.*|.*[\\s<>].*")) {
                        String target = page.uri().resolve(link).getRawPath();
                        if (target.startsWith("/") && seen.add(target)) {
                            open.add(target);
                        }
                    }
                }
            }
        }
        return seen;
    }

    private byte[] fetch(String site, String path) throws Exception {
        HttpResponse<byte[]> answer = follow(site, path);
        assertThat(answer.statusCode()).as(path).isEqualTo(200);
        return answer.body();
    }

    private HttpResponse<byte[]> follow(String site, String path, String... headers) throws Exception {
        HttpResponse<byte[]> answer = get(site, path, headers);
        if (answer.statusCode() == 308) {
            return get(site, answer.headers().firstValue("location").orElseThrow(), headers);
        }
        return answer;
    }

    private HttpResponse<byte[]> get(String site, String path, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server.url() + path)).header("Host", site + ".localhost");
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    /** Encodes every byte that is not a letter, a digit or a slash: what a name means in a URL must not matter. */
    private static String encode(String path) {
        StringBuilder encoded = new StringBuilder();
        for (byte b : path.getBytes(StandardCharsets.UTF_8)) {
            boolean plain = b > 0 && (Character.isLetterOrDigit(b) || "/-._".indexOf(b) >= 0);
            encoded.append(plain ? String.valueOf((char) b) : "%%%02X".formatted(b));
        }
        return encoded.toString();
    }

    private static Map<String, byte[]> unzip(byte[] archive) throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(archive))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                if (!entry.isDirectory()) {
                    files.put(entry.getName(), zip.readAllBytes());
                }
            }
        }
        files.keySet().removeIf(name -> name.toLowerCase(Locale.ROOT).startsWith("."));
        return files;
    }
}
