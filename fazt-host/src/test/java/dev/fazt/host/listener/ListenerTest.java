package dev.fazt.host.listener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fazt.host.StartupException;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Speaks with a listener over real sockets, as clients do that are slow, silent or many. */
@Timeout(120)
class ListenerTest {
    private static final String HOST = "127.0.0.1";
    private static final Duration PATIENCE = Duration.ofMillis(400);
    private static final int CLIENTS = 3 * Line.AT_ONCE;

    private final List<Socket> sockets = new ArrayList<>();
    private final CountDownLatch arrived = new CountDownLatch(CLIENTS);
    private final CountDownLatch go = new CountDownLatch(1);
    private final CompletableFuture<Throwable> streamEnded = new CompletableFuture<>();
    private Listener listener;

    @BeforeEach
    void start() {
        listener = start(PATIENCE, 1_000);
    }

    private Listener start(Duration patience, int mostConnections) {
        HttpRouting routing = HttpRouting.builder()
                .get("/hello", (request, response) -> response.send("hello"))
                .post("/echo", (request, response) -> response.send(request.content().as(byte[].class)))
                .any("/wait", this::waits)
                .get("/stream", this::stream)
                .build();
        return Listener.start(HOST, 0, routing, patience, mostConnections);
    }

    private void waits(ServerRequest request, ServerResponse response) throws InterruptedException {
        arrived.countDown();
        go.await();
        response.send("done");
    }

    /** Writes until nobody takes it any more. */
    private void stream(ServerRequest request, ServerResponse response) {
        try (OutputStream out = response.outputStream()) {
            while (true) {
                out.write(new byte[1_000]);
            }
        } catch (IOException | RuntimeException e) {
            streamEnded.complete(e);
        }
    }

    @AfterEach
    void stop() throws IOException {
        go.countDown();
        listener.stop();
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), listener.port());
        socket.setTcpNoDelay(true);
        sockets.add(socket);
        return socket;
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static String request(String method, String path, int length) {
        return method + " " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + length + "\r\n\r\n";
    }

    /** Begins to send a body to be sent back. */
    private static CompletableFuture<Void> sending(Socket socket, byte[] body) {
        return CompletableFuture.runAsync(() -> {
            try {
                send(socket, request("POST", "/echo", body.length));
                socket.getOutputStream().write(body);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    /** Reads what comes until a text has come; what came instead if the connection ends before. */
    private static String readUntil(Socket socket, String end) throws IOException {
        StringBuilder read = new StringBuilder();
        InputStream in = socket.getInputStream();
        while (read.indexOf(end) < 0) {
            int next = in.read();
            if (next < 0) {
                break;
            }
            read.append((char) next);
        }
        return read.toString();
    }

    /** Returns when the server has closed a connection. */
    private static void awaitEnd(Socket socket) throws IOException {
        try {
            while (socket.getInputStream().read() >= 0) {
                // what is left of an answer
            }
        } catch (SocketException reset) {
            // closed with something unread
        }
    }

    @Test
    void a_client_that_sends_nothing_is_dropped() throws IOException {
        awaitEnd(connect());
    }

    @Test
    void clients_without_a_request_make_room_for_those_who_wait_to_be_let_in_and_requests_do_not() throws Exception {
        listener.stop();
        listener = start(Duration.ofSeconds(12), 2);
        Socket working = connect();
        send(working, request("GET", "/wait", 0));
        Socket idle = connect();
        send(idle, request("GET", "/hello", 0));
        assertThat(readUntil(idle, "hello")).endsWith("hello");
        Socket next = connect();
        send(next, request("GET", "/hello", 0));
        next.setSoTimeout(10_000); // less than an idle client is waited for otherwise
        assertThat(readUntil(next, "hello")).endsWith("hello");
        go.countDown();
        assertThat(readUntil(working, "done")).endsWith("done");
    }

    @Test
    void a_client_that_stops_in_the_middle_of_a_header_or_a_body_is_dropped() throws IOException {
        Socket header = connect();
        send(header, "POST /echo HTTP/1.1\r\nHost: loc");
        Socket body = connect();
        send(body, request("POST", "/echo", 10) + "12345");
        awaitEnd(header);
        awaitEnd(body);
    }

    @Test
    void a_client_that_sends_a_byte_now_and_then_only_to_stay_is_dropped() throws IOException {
        Socket slow = connect();
        send(slow, request("POST", "/echo", 1_000_000));
        Socket other = connect();
        try {
            while (slow.getInputStream().available() == 0) {
                for (int i = 0; i < 20; i++) {
                    send(other, request("GET", "/hello", 0));
                    readUntil(other, "hello");
                }
                send(slow, "x");
            }
        } catch (SocketException dropped) {
            return;
        }
        assertThat(readUntil(slow, "\r\n")).as("what a client gets that should be dropped").isEmpty();
    }

    @Test
    void a_client_that_takes_nothing_of_its_answer_is_dropped() throws Exception {
        Socket silent = connect();
        send(silent, request("GET", "/stream", 0));
        assertThat(streamEnded.get()).isInstanceOf(Exception.class);
    }

    @Test
    void a_client_that_waits_for_a_slow_answer_gets_it() throws Exception {
        Socket patient = connect();
        send(patient, request("GET", "/wait", 0));
        awaitEnd(connect()); // longer than clients are waited for
        go.countDown();
        assertThat(readUntil(patient, "done")).startsWith("HTTP/1.1 200").endsWith("done");
    }

    @Test
    void a_client_that_sends_a_little_now_and_then_is_served() throws Exception {
        Socket slow = connect();
        for (char c : (request("POST", "/echo", 4) + "body").toCharArray()) {
            send(slow, String.valueOf(c));
        }
        assertThat(readUntil(slow, "body")).startsWith("HTTP/1.1 200").endsWith("body");
    }

    @Test
    void a_body_arrives_as_it_was_sent_however_large_and_the_next_request_too() throws Exception {
        Socket socket = connect();
        byte[] body = new byte[3 << 20];
        new Random(1).nextBytes(body);
        for (int i = 0; i < 2; i++) {
            CompletableFuture<Void> sent = sending(socket, body);
            assertThat(readUntil(socket, "\r\n\r\n")).startsWith("HTTP/1.1 200");
            assertThat(socket.getInputStream().readNBytes(body.length)).isEqualTo(body);
            sent.get();
        }
    }

    @Test
    void a_client_that_is_refused_while_it_still_sends_gets_the_answer() throws Exception {
        for (int i = 0; i < 20; i++) {
            Socket socket = connect();
            send(socket, "GET /" + "x".repeat(300_000) + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
            assertThat(readUntil(socket, "\r\n\r\n")).startsWith("HTTP/1.1 4");
        }
    }

    @Test
    void requests_that_are_sent_together_are_answered_one_after_another() throws Exception {
        Socket socket = connect();
        StringBuilder all = new StringBuilder();
        int many = 500;
        for (int i = 0; i < many; i++) {
            all.append(request("POST", "/echo", 4)).append("%04d".formatted(i));
        }
        all.append(request("GET", "/hello", 0));
        send(socket, all.toString());
        for (int i = 0; i < many; i++) {
            assertThat(readUntil(socket, "\r\n\r\n")).startsWith("HTTP/1.1 200");
            assertThat(new String(socket.getInputStream().readNBytes(4), StandardCharsets.US_ASCII)).isEqualTo("%04d".formatted(i));
        }
        assertThat(readUntil(socket, "hello")).endsWith("hello");
    }

    @Test
    void bodies_in_pieces_that_many_send_at_the_same_time_are_all_answered() throws Exception {
        byte[] piece = new byte[10_000];
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                Socket socket = connect();
                all.add(clients.submit(() -> {
                    for (int j = 0; j < 400; j++) {
                        send(socket, request("POST", "/echo", 4 * piece.length));
                        for (int k = 0; k < 4; k++) {
                            socket.getOutputStream().write(piece);
                        }
                        assertThat(readUntil(socket, "\r\n\r\n")).startsWith("HTTP/1.1 200");
                        assertThat(socket.getInputStream().readNBytes(4 * piece.length)).hasSize(4 * piece.length);
                    }
                    return null;
                }));
            }
            for (Future<?> one : all) {
                one.get();
            }
        }
    }

    @Test
    void a_client_that_ends_its_side_after_the_request_gets_the_answer_and_the_end() throws Exception {
        Socket socket = connect();
        send(socket, request("POST", "/wait", 0));
        socket.shutdownOutput();
        go.countDown();
        assertThat(readUntil(socket, "done")).startsWith("HTTP/1.1 200").endsWith("done");
        awaitEnd(socket);
    }

    @Test
    void a_client_that_goes_away_in_the_middle_of_a_request_leaves_room_for_others() throws Exception {
        for (int i = 0; i < CLIENTS; i++) {
            Socket socket = connect();
            send(socket, request("GET", "/stream", 0));
            assertThat(readUntil(socket, "\r\n\r\n")).startsWith("HTTP/1.1 200");
            socket.setSoLinger(true, 0); // a reset, not an end
            socket.close();
        }
        assertThat(streamEnded.get()).isInstanceOf(Exception.class);
        Socket other = connect();
        send(other, request("GET", "/hello", 0));
        assertThat(readUntil(other, "hello")).endsWith("hello");
    }

    @Test
    void a_large_answer_arrives_as_it_was_sent_however_slowly_it_is_taken() throws Exception {
        Socket socket = connect();
        byte[] body = new byte[3 << 20];
        new Random(2).nextBytes(body);
        CompletableFuture<Void> sent = sending(socket, body);
        sent.get(); // all is sent before the first byte is taken
        assertThat(readUntil(socket, "\r\n\r\n")).startsWith("HTTP/1.1 200");
        for (int at = 0; at < body.length; at += 1 << 18) {
            Socket silent = connect();
            send(silent, request("GET", "/hello", 0));
            readUntil(silent, "hello"); // others are served meanwhile
            assertThat(socket.getInputStream().readNBytes(1 << 18)).isEqualTo(Arrays.copyOfRange(body, at, at + (1 << 18)));
        }
    }

    @Test
    void requests_that_take_long_do_not_keep_others_from_their_turn() throws Exception {
        List<Socket> all = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            Socket socket = connect();
            send(socket, request("POST", "/wait", 0));
            all.add(socket);
        }
        arrived.await(); // three times as many as have a turn, and none has ended
        go.countDown();
        for (Socket socket : all) {
            assertThat(readUntil(socket, "done")).endsWith("done");
        }
    }

    @Test
    void a_client_that_stops_in_the_middle_of_a_body_has_no_turn() throws Exception {
        listener.stop();
        listener = start(Duration.ofMinutes(1), 1_000);
        for (int i = 0; i < CLIENTS; i++) {
            send(connect(), request("POST", "/echo", 10) + "12345");
        }
        Socket other = connect();
        send(other, request("POST", "/echo", 4) + "body");
        assertThat(readUntil(other, "body")).endsWith("body");
    }

    @Test
    void when_it_stops_connections_without_a_request_are_closed_and_nobody_is_let_in() throws Exception {
        Socket kept = connect();
        send(kept, request("GET", "/hello", 0));
        assertThat(readUntil(kept, "hello")).endsWith("hello");
        int port = listener.port();
        listener.stop();
        awaitEnd(kept);
        assertThatThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), port).close()).isInstanceOf(IOException.class);
    }

    @Test
    void a_port_that_is_taken_is_told_in_one_line() {
        assertThatThrownBy(() -> Listener.start(HOST, listener.port(), HttpRouting.builder().build(), PATIENCE, 1))
                .isInstanceOf(StartupException.class)
                .hasMessageContaining("port " + listener.port())
                .hasMessageContaining("--port");
    }
}
