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
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Switches deploys while visitors read: each answer is wholly of one deploy, and none fails. */
class SwitchUnderLoadTest {
    private static final int SWITCHES = 200;
    private static final int READERS = 4;
    private static final List<String> PATHS = List.of("/", "/large.txt", "/page");
    private static final List<String> FORMS = List.of("", "gzip", "br");

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it.
    Path folder;

    private final HttpClient client = HttpClient.newHttpClient();
    private final Queue<String> complaints = new ConcurrentLinkedQueue<>();
    private final Set<String> numbers = ConcurrentHashMap.newKeySet();
    private final Map<String, Integer> forms = new ConcurrentHashMap<>();
    private final AtomicInteger answers = new AtomicInteger();
    private final AtomicInteger notModified = new AtomicInteger();

    @Test
    void two_hundred_deploys_and_rollbacks_disturb_no_answer() {
        Brotli4jLoader.ensureAvailability();
        try (client;
                TestServer server = TestServer.start(folder)) {
            server.deploy("busy", files(0));
            AtomicBoolean switching = new AtomicBoolean(true);
            try (ExecutorService readers = Executors.newFixedThreadPool(READERS)) {
                for (int i = 0; i < READERS; i++) {
                    readers.execute(() -> {
                        while (switching.get()) {
                            for (String path : PATHS) {
                                FORMS.forEach(form -> read(server, path, form));
                            }
                        }
                    });
                }
                try {
                    for (int i = 1; i <= SWITCHES; i++) {
                        if (i % 4 == 0) {
                            server.operation("sites", "rollback", Map.of("site", "busy"));
                        } else {
                            server.deploy("busy", files(i));
                            // What was told to be live is what a visitor sees from here on.
                            assertThat(server.get("busy", "/").body()).startsWith("deploy " + i + " ");
                        }
                    }
                } finally {
                    switching.set(false);
                }
            }
            assertThat(complaints).isEmpty();
            assertThat(answers.get()).isGreaterThan(SWITCHES);
            assertThat(notModified.get()).as("some visitors had it already").isPositive();
            assertThat(numbers).as("visitors saw several deploys").hasSizeGreaterThan(3);
            assertThat(forms).as("and got files in all forms").containsOnlyKeys("", "gzip", "br");
        }
    }

    /** Reads a path in one of its forms, and again as a browser does that has it. */
    private void read(TestServer server, String path, String accepted) {
        String asked = path + " as '" + accepted + "'";
        try {
            HttpResponse<byte[]> answer = get(server, path, accepted, "");
            answers.incrementAndGet();
            String tag = header(answer, "etag");
            String body = decoded(answer);
            if (answer.statusCode() != 200) {
                complaints.add(asked + " was answered with " + answer.statusCode());
                return;
            }
            numbers.add(complain(asked, path, tag, body));
            forms.merge(header(answer, "content-encoding"), 1, Integer::sum);
            HttpResponse<byte[]> again = get(server, path, accepted, tag);
            if (again.statusCode() == 304) {
                notModified.incrementAndGet();
                if (!header(again, "etag").equals(tag) || again.body().length > 0) {
                    complaints.add(asked + " is said not to be modified, with another tag or a body");
                }
            } else if (again.statusCode() == 200 && !header(again, "etag").equals(tag)) {
                complain(asked, path, header(again, "etag"), decoded(again));
            } else {
                complaints.add(asked + " was sent again with " + again.statusCode());
            }
        } catch (IOException | RuntimeException e) {
            complaints.add(asked + " failed: " + e);
        }
    }

    /** Complains of a body that is not wholly of one deploy, or has not the tag of its content; returns the deploy's number. */
    private String complain(String asked, String path, String tag, String body) {
        String[] words = body.split(" ", 3);
        String number = words.length < 3 ? "" : words[1];
        if (!body.equals(text(path, number))) {
            complaints.add(asked + " is a mixture: it begins as deploy " + number);
        }
        if (!tag.startsWith('"' + sha256(body).substring(0, 32))) {
            complaints.add(asked + " of deploy " + number + " has the tag of another body: " + tag);
        }
        return number;
    }

    private HttpResponse<byte[]> get(TestServer server, String path, String accepted, String tag) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server.url() + path))
                .header("Host", "busy.localhost")
                .timeout(Duration.ofSeconds(60));
        if (!accepted.isEmpty()) {
            request.header("Accept-Encoding", accepted);
        }
        if (!tag.isEmpty()) {
            request.header("If-None-Match", tag);
        }
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String decoded(HttpResponse<byte[]> answer) throws IOException {
        ByteArrayInputStream body = new ByteArrayInputStream(answer.body());
        try (InputStream in = switch (header(answer, "content-encoding")) {
            case "br" -> new BrotliInputStream(body);
            case "gzip" -> new GZIPInputStream(body);
            default -> body;
        }) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String header(HttpResponse<?> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static Map<String, String> files(int number) {
        String of = String.valueOf(number);
        return Map.of("index.html", text("/", of), "large.txt", text("/large.txt", of), "page.html", text("/page", of));
    }

    /** Is a text that tells its deploy from its first to its last line; the large one spans many chunks. */
    private static String text(String path, String number) {
        return "deploy %s of %s\n".formatted(number, path).repeat(path.equals("/large.txt") ? 10_000 : 50);
    }
}
