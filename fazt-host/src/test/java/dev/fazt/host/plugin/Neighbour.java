package dev.fazt.host.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fazt.host.TestServer;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/** Is an innocent plugin that reads and writes beside the others, and visitors who ask for it all the time: each must get an answer. */
final class Neighbour {
    private static final SourceJar JAR = SourceJar.of("neighbour", "1.0.0")
            .migration("001_visits.sql", "CREATE TABLE visits (id INTEGER NOT NULL PRIMARY KEY) STRICT;")
            .start("""
                    var storage = context.storage();
                    context.routes().onSites(r -> r
                        .get("/", (q, a) -> a.send("" + storage.read(s -> s.first("SELECT COUNT(*) AS n FROM visits", row -> row.integer("n")).orElseThrow())))
                        .post("/", (q, a) -> { storage.write(s -> s.update("INSERT INTO visits (id) SELECT COALESCE(MAX(id), 0) + 1 FROM visits")); a.status(201).send(); }));
                    """);
    private static final byte[] BYTES = JAR.bytes();

    private final TestServer server;
    private final List<Thread> visitors = new ArrayList<>();
    private final ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();
    private final AtomicLong answers = new AtomicLong();
    private volatile boolean closed;

    /** Moves in, and has visitors from then on: one who reads and one who writes. */
    Neighbour(TestServer server) {
        this.server = server;
        assertThat(new Administrator(server).install(BYTES, "").statusCode()).isEqualTo(200);
        visitors.add(Thread.ofPlatform().daemon().start(() -> visit("GET", 200)));
        visitors.add(Thread.ofPlatform().daemon().start(() -> visit("POST", 201)));
    }

    private void visit(String method, int expected) {
        while (!closed) {
            try {
                HttpResponse<String> response = server.site("blog", method, "/_fazt/neighbour/", "", "");
                if (response.statusCode() != expected) {
                    failures.add(method + " " + response.statusCode() + " " + response.body());
                }
                answers.incrementAndGet();
            } catch (RuntimeException e) {
                failures.add(method + " " + e);
            }
        }
    }

    /** Waits until each visitor has been answered once more, so that it is known to be alive. */
    void assertAlive() {
        long before = answers.get();
        Administrator.await(() -> answers.get() > before + 4, () -> "the neighbour is silent: " + failures);
    }

    /** Ends the visits, none of which may have failed. */
    void endVisits() throws InterruptedException {
        closed = true;
        for (Thread visitor : visitors) {
            visitor.join();
        }
        assertThat(failures).as("of %d visits", answers.get()).isEmpty();
    }

    long answers() {
        return answers.get();
    }
}
