package dev.fazt.host.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fazt.api.FaztException;
import dev.fazt.host.listener.Listener;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Sends bodies to a listener that has room for few of them. */
@Timeout(60)
class BodyRoomTest {
    private static final int ROOM = 100 << 10;
    private static final int LARGEST = 1 << 20;

    private final BodyRoom room = new BodyRoom(ROOM, Duration.ofMillis(100));
    private final Listener listener =
            Listener.start("127.0.0.1", 0, HttpRouting.builder().post("/", this::takes).build());
    private final HttpClient client = HttpClient.newHttpClient();

    private void takes(ServerRequest request, ServerResponse response) {
        int entered;
        try {
            entered = room.enter(request, LARGEST);
        } catch (FaztException e) {
            response.status(503).send(e.getMessage());
            return;
        }
        try {
            response.send(String.valueOf(request.content().as(byte[].class).length));
        } finally {
            room.leave(entered);
        }
    }

    @AfterEach
    void stop() {
        listener.stop();
        client.close();
    }

    private HttpResponse<String> send(HttpRequest.BodyPublisher body) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + listener.port() + "/");
        return client.send(HttpRequest.newBuilder(uri).POST(body).build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> send(int bytes) throws Exception {
        return send(HttpRequest.BodyPublishers.ofByteArray(new byte[bytes]));
    }

    /** Begins to send a body, and returns when it is read. */
    private Socket begin(int bytes) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), listener.port());
        String head = "POST / HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Length: " + bytes + "\r\n\r\n";
        socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
        assertThat(line(socket)).isEqualTo("HTTP/1.1 100 Continue");
        line(socket);
        return socket;
    }

    private static String line(Socket socket) throws IOException {
        StringBuilder line = new StringBuilder();
        InputStream in = socket.getInputStream();
        for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
            line.append((char) next);
        }
        return line.toString().strip();
    }

    @Test
    void a_large_body_waits_for_room_and_small_ones_do_not() throws Exception {
        try (Socket first = begin(80 << 10)) {
            assertThat(send(40 << 10).statusCode()).isEqualTo(503);
            assertThat(send(HttpRequest.BodyPublishers.ofInputStream(() -> InputStream.nullInputStream())).statusCode())
                    .as("of unknown length")
                    .isEqualTo(503);
            assertThat(send(4 << 10).body()).isEqualTo("4096");
            assertThat(send(20 << 10).body()).isEqualTo("20480");
            first.getOutputStream().write(new byte[80 << 10]);
            assertThat(line(first)).isEqualTo("HTTP/1.1 200 OK");
        }
        assertThat(send(40 << 10).body()).isEqualTo("40960");
    }

    @Test
    void one_that_is_larger_than_all_the_room_is_taken_alone() throws Exception {
        assertThat(send(5 * ROOM).body()).isEqualTo(String.valueOf(5 * ROOM));
        assertThat(send(HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(new byte[ROOM])))
                        .body())
                .isEqualTo(String.valueOf(ROOM));
    }

    @Test
    void room_is_free_again_when_a_client_goes_away() throws Exception {
        begin(80 << 10).close();
        HttpResponse<String> response = send(90 << 10);
        while (response.statusCode() == 503) {
            response = send(90 << 10);
        }
        assertThat(response.body()).isEqualTo(String.valueOf(90 << 10));
    }
}
