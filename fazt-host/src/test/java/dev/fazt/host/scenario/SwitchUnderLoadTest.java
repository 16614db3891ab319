package dev.fazt.host.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fazt.host.TestServer;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Switches deploys while visitors read: each answer is wholly of one deploy, and none fails. */
class SwitchUnderLoadTest {
    private static final int SWITCHES = 200;
    private static final int READERS = 4;
    private static final List<String> PATHS = List.of("/", "/large.txt", "/page");

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it.
    Path folder;

    private final Queue<String> complaints = new ConcurrentLinkedQueue<>();
    private final Map<String, String> bodiesByTag = new ConcurrentHashMap<>();
    private final AtomicInteger answers = new AtomicInteger();
    private final AtomicInteger notModified = new AtomicInteger();

    @Test
    void two_hundred_deploys_and_rollbacks_disturb_no_answer() {
        try (TestServer server = TestServer.start(folder)) {
            server.deploy("busy", files(0));
            AtomicBoolean switching = new AtomicBoolean(true);
            try (ExecutorService readers = Executors.newFixedThreadPool(READERS)) {
                for (int i = 0; i < READERS; i++) {
                    readers.execute(() -> {
                        while (switching.get()) {
                            PATHS.forEach(path -> read(server, path));
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
            assertThat(bodiesByTag.values()).as("visitors saw several deploys").hasSizeGreaterThan(3);
        }
    }

    private void read(TestServer server, String path) {
        try {
            HttpResponse<String> answer = server.get("busy", path);
            answers.incrementAndGet();
            String body = answer.body();
            String tag = answer.headers().firstValue("etag").orElse("");
            String number = body.isEmpty() ? "" : body.split(" ", 3)[1];
            if (answer.statusCode() != 200 || tag.isEmpty()) {
                complaints.add(path + " was answered with " + answer.statusCode());
            } else if (!body.equals(text(path, number))) {
                complaints.add(path + " is a mixture: it begins as deploy " + number);
            } else if (!bodiesByTag.computeIfAbsent(tag, first -> body).equals(body)) {
                complaints.add(path + " has an old tag with a new body");
            }
            HttpResponse<String> again = server.get("busy", path, "If-None-Match", tag);
            if (again.statusCode() == 304) {
                notModified.incrementAndGet();
            } else if (again.statusCode() != 200 || again.body().equals(body)) {
                complaints.add(path + " was sent again with " + again.statusCode());
            }
        } catch (RuntimeException e) {
            complaints.add(path + " failed: " + e);
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
