package dev.fazt.host.scenario;

import dev.fazt.host.TestServer;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** Is what the tables of conventions have in common: one server for all cases of a table, and the way to tell an answer in one line. */
abstract class ConformanceTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it.
    static Path folder;

    @SuppressWarnings("NullAway.Init")
    static TestServer server;

    @BeforeAll
    static void start() {
        server = TestServer.start(folder);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    /** Tells the status, and where an answer leads or what it shows. */
    static String told(HttpResponse<String> response) {
        return response.statusCode() / 100 == 3
                ? response.statusCode() + " " + response.headers().firstValue("location").orElse("")
                : response.statusCode() + " " + response.body();
    }
}
