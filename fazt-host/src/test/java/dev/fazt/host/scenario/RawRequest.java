package dev.fazt.host.scenario;

import dev.fazt.host.TestServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Sends a request line as it is, which a client library would clean or refuse. */
final class RawRequest {
    private RawRequest() {}

    /** Returns the whole answer: status line, headers and body, byte by byte as characters. */
    static String answer(TestServer server, String site, String method, String path, String... headers) throws IOException {
        StringBuilder request = new StringBuilder("%s %s HTTP/1.1\r\nHost: %s.localhost:%d\r\nConnection: close\r\n"
                .formatted(method, path, site, server.port()));
        for (int i = 0; i < headers.length; i += 2) {
            request.append(headers[i]).append(": ").append(headers[i + 1]).append("\r\n");
        }
        return sent(server, request.append("\r\n").toString());
    }

    /** Sends a whole request of any form, which has to end its connection. */
    static String sent(TestServer server, String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    /** Returns the status alone. */
    static int status(TestServer server, String site, String method, String path) throws IOException {
        String answer = answer(server, site, method, path);
        return Integer.parseInt(answer.substring(9, 12));
    }
}
