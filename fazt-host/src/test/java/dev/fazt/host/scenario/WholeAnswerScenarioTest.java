package dev.fazt.host.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fazt.host.TestServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Shows that answers which leave in one piece, as they were made in advance, are the same as those that the server puts together: the
 * last request of a connection is always answered by the latter.
 */
class WholeAnswerScenarioTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it.
    static Path folder;

    @SuppressWarnings("NullAway.Init")
    private static TestServer server;

    /** Is an answer as it came. */
    private record Answer(String status, Map<String, String> headers, String body) {
        /** Returns it without what is not about the file. */
        Answer ofFile() {
            Map<String, String> rest = new TreeMap<>(headers);
            rest.keySet().removeAll(Set.of("date", "connection"));
            return new Answer(status, rest, body);
        }
    }

    @BeforeAll
    static void deploy() {
        server = TestServer.start(folder);
        server.deploy("site", Map.of(
                "index.html", "<h1>Home</h1>" + "words ".repeat(2_000),
                "empty.txt", "",
                "large.txt", "x".repeat(100_000),
                "plain.html", "<p>no type</p>",
                "_headers", "/*\n  X-Powered-By: people\n/plain\n  ! Content-Type\n"));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/empty.txt", "/large.txt", "/plain", "/none", "/index.html"})
    void an_answer_on_a_connection_that_stays_open_is_the_same_as_the_last_one(String path) throws IOException {
        List<Answer> plain = answers(3, path, "");
        List<Answer> compressed = answers(3, path, "Accept-Encoding: br\r\n");

        assertThat(plain.getFirst().ofFile()).isEqualTo(plain.getLast().ofFile()).isEqualTo(plain.get(1).ofFile());
        assertThat(compressed.getFirst().ofFile()).isEqualTo(compressed.getLast().ofFile());
        assertThat(plain).extracting(answer -> answer.headers().get("connection")).containsExactly("keep-alive", "keep-alive", "close");
        assertThat(plain).allSatisfy(answer -> assertThat(answer.headers().get("date")).endsWith("GMT"));
    }

    @Test
    void an_answer_from_memory_carries_the_present_date() throws IOException {
        Set<String> dates = new HashSet<>();
        while (dates.size() < 3) {
            Answer answer = answers(2, "/", "").getFirst();
            assertThat(answer.body()).startsWith("<h1>Home</h1>").endsWith("words ");
            dates.add(answer.headers().get("date"));
        }
        assertThat(dates).allMatch(date -> date.length() == "Fri, 27 Nov 2026 14:00:00 GMT".length());
    }

    @Test
    void other_methods_and_versions_are_answered_as_ever() throws IOException {
        assertThat(exchange("HEAD / HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n")).endsWith("\r\n\r\n");
        assertThat(exchange("GET / HTTP/1.1\r\nHost: %s\r\nContent-Length: 2\r\n\r\nhiGET /none HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 200 OK")
                .contains("HTTP/1.1 404");
    }

    /** Asks for a path several times on one connection, which the last request closes. */
    private static List<Answer> answers(int count, String path, String header) throws IOException {
        String request = "GET " + path + " HTTP/1.1\r\nHost: %s\r\n" + header;
        String rest = exchange((request + "\r\n").repeat(count - 1) + request + "Connection: close\r\n\r\n");
        List<Answer> answers = new ArrayList<>();
        while (!rest.isEmpty()) {
            int end = rest.indexOf("\r\n\r\n") + 4;
            String[] lines = rest.substring(0, end - 4).split("\r\n", -1);
            Map<String, String> headers = new TreeMap<>();
            for (int i = 1; i < lines.length; i++) {
                int colon = lines[i].indexOf(": ");
                headers.merge(
                        lines[i].substring(0, colon).toLowerCase(Locale.ROOT),
                        lines[i].substring(colon + 2),
                        (one, other) -> one + ", " + other);
            }
            int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
            answers.add(new Answer(lines[0], headers, rest.substring(end, end + length)));
            rest = rest.substring(end + length);
        }
        assertThat(answers).hasSize(count);
        return answers;
    }

    /** Sends text, with the site's host where it says so, and returns all that comes until the server closes the connection. */
    private static String exchange(String text) throws IOException {
        String host = "site.localhost:" + server.port();
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(text.replace("%s", host).getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }
}
