package dev.fazt.host.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fazt.host.TestServer;
import java.lang.management.ManagementFactory;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Installs, upgrades and removes a plugin that uses everything, again and again, while others are asked all the time.
 *
 * <p>{@code -Dfazt.cycles=30} does it fewer times.
 */
class PluginCyclesTest {
    private static final int CYCLES = Integer.getInteger("fazt.cycles", 300);
    private static final int VISITORS = 4;

    @TempDir
    Path folder;

    private final ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();
    private final AtomicLong answers = new AtomicLong();
    private volatile boolean closed;

    /** Is what a process has of the things that leak. */
    private record Figures(long classes, long metaspaceKiB, long heapKiB, int threads, long files) {
        static Figures now() throws Exception {
            for (int i = 0; i < 3; i++) {
                System.gc();
            }
            long metaspace = ManagementFactory.getMemoryPoolMXBeans().stream()
                    .filter(pool -> pool.getName().equals("Metaspace"))
                    .mapToLong(pool -> pool.getUsage().getUsed())
                    .sum();
            try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
                return new Figures(
                        ManagementFactory.getClassLoadingMXBean().getLoadedClassCount(),
                        metaspace >> 10,
                        ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() >> 10,
                        ManagementFactory.getThreadMXBean().getThreadCount(),
                        open.count());
            }
        }
    }

    private static SourceJar everything(String version) {
        return SourceJar.of("everything", version)
                .migration("001_things.sql", "CREATE TABLE things (id TEXT NOT NULL PRIMARY KEY, version TEXT NOT NULL) STRICT;")
                .members("""
                        public record Named(@Description("A name") String name) {}
                        public record Own(String text) implements Event {}
                        public record Choices(@Description("A number") int number, @Description("A time") Duration time) {}
                        """)
                .start("""
                        var storage = context.storage();
                        var settings = context.settings(new Choices(1, Duration.ofSeconds(1)));
                        settings.onChange(s -> {});
                        var folder = context.temporaryFolder();
                        java.nio.file.Files.writeString(folder.resolve("note"), "VERSION");
                        var seen = new AtomicInteger();
                        context.events().subscribe(RequestServed.class, e -> seen.incrementAndGet());
                        context.events().subscribe(Own.class, e -> seen.incrementAndGet());
                        context.events().publish(new Own("x"));
                        context.every("tick", Duration.ofMillis(50), () -> storage.read(s -> s.query("SELECT id FROM things", row -> row.text("id"))));
                        context.threads().submit(() -> { new java.util.concurrent.CountDownLatch(1).await(); return 0; });
                        context.own(java.nio.file.Files.newInputStream(folder.resolve("note")));
                        context.operation(Operation.read("everything.echo", "Echo", Named.class, Named.class, (p, c) -> p));
                        storage.write(s -> s.update("INSERT INTO things (id, version) VALUES ('start', 'VERSION') ON CONFLICT (id) DO UPDATE SET version = excluded.version"));
                        context.routes().onSites(r -> r
                            .get("/", (q, a) -> a.send(context.json().writeValueAsString(new Named("VERSION"))))
                            .post("/", (q, a) -> { storage.write(s -> s.update("UPDATE things SET version = 'VERSION'")); a.status(201).send(); }));
                        """.replace("VERSION", version));
    }

    private void visit(TestServer server, String method, String path, String body, int expected) {
        while (!closed) {
            try {
                HttpResponse<String> response =
                        server.site("blog", method, path, server.ownerToken(), body, "Content-Type", "application/json");
                if (response.statusCode() != expected) {
                    failures.add(method + " " + path + " " + response.statusCode() + " " + response.body());
                }
                answers.incrementAndGet();
            } catch (RuntimeException e) {
                failures.add(method + " " + path + " " + e);
            }
        }
    }

    @Test
    @Timeout(value = 8, unit = TimeUnit.MINUTES)
    void of_one_plugin_cost_the_others_no_request_and_the_process_nothing() throws Exception {
        byte[] one = everything("1.0.0").bytes();
        byte[] two = everything("2.0.0").bytes();
        try (TestServer server = TestServer.start(folder)) {
            server.deploy("blog", Map.of("index.html", "hello"));
            Administrator administrator = new Administrator(server);
            List<Thread> visitors = new ArrayList<>();
            for (int i = 0; i < VISITORS; i++) {
                visitors.add(i % 2 == 0
                        ? Thread.ofVirtual().start(() -> visit(server, "GET", "/", "", 200))
                        : Thread.ofVirtual().start(() -> visit(server, "POST", "/_fazt/docs/things", "{\"a\":1}", 201)));
            }
            Figures before = Figures.now();
            for (int cycle = 0; cycle < CYCLES; cycle++) {
                if (cycle == CYCLES / 10) {
                    before = Figures.now(); // by then everything that is made once is made
                }
                cycle(server, administrator, one, two);
            }
            administrator.awaitNoLeaks();
            closed = true;
            for (Thread visitor : visitors) {
                visitor.join();
            }
            Figures after = Figures.now();
            System.out.printf("plugin cycles: %d, %d answers to others, %d failed; before %s, after %s%n",
                    CYCLES, answers.get(), failures.size(), before, after);
            assertThat(failures).isEmpty();
            assertThat(answers.get()).isGreaterThan(CYCLES);
            assertFlat(before, after);
        }
    }

    private static void cycle(TestServer server, Administrator administrator, byte[] one, byte[] two) {
        assertThat(administrator.install(one, "").statusCode()).isEqualTo(200);
        assertThat(administrator.body("everything")).isEqualTo("{\"name\":\"1.0.0\"}");
        server.operation("plugin", "config", Map.of("id", "everything", "set", Map.of("number", "2")));
        assertThat(administrator.install(two, "?upgrade=true").statusCode()).isEqualTo(200);
        assertThat(administrator.body("everything")).isEqualTo("{\"name\":\"2.0.0\"}");
        assertThat(server.query("everything", "echo", Map.of("name", "x")).get("name").asString()).isEqualTo("x");
        assertThat(server.site("blog", "POST", "/_fazt/everything/", "", "").statusCode()).isEqualTo(201);
        administrator.removed("everything");
        assertThat(administrator.get("everything").statusCode()).isEqualTo(404);
    }

    /** One leaked generation has some ten classes, one file and one thread: a tenth of the cycles would show. */
    private static void assertFlat(Figures before, Figures after) {
        int most = Math.max(10, CYCLES / 10);
        assertThat(after.classes() - before.classes()).as("classes").isLessThan(3L * most + 200);
        assertThat(after.metaspaceKiB() - before.metaspaceKiB()).as("metaspace").isLessThan(8L << 10);
        assertThat(after.heapKiB() - before.heapKiB()).as("heap").isLessThan(24L << 10);
        assertThat(after.threads() - before.threads()).as("threads").isLessThan(most);
        assertThat(after.files() - before.files()).as("open files").isLessThan(most);
    }
}
