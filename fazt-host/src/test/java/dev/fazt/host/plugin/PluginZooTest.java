package dev.fazt.host.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fazt.host.TestServer;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Keeps plugins that do everything wrong, each beside an innocent neighbour whose visitors must not notice. */
class PluginZooTest {
    static final PluginLimits SHORT =
            new PluginLimits(32, Duration.ofSeconds(4), Duration.ofMillis(300), Duration.ofMillis(800));
    private static final String RELEASED = "fazt.zoo.released";
    private static final String SPIN = "while (System.getProperty(\"" + RELEASED + "\") == null) Thread.onSpinWait();";
    private static final String WAIT = "while (System.getProperty(\"" + RELEASED + "\") == null) Thread.yield();";
    private static final String HANG = "new java.util.concurrent.CountDownLatch(1).await();";
    private static final String GOOD = "context.routes().onSites(r -> r.get(\"/\", (q, a) -> a.send(\"good\")));";

    @TempDir
    Path folder;

    private TestServer server;
    private Administrator administrator;
    private Neighbour neighbour;

    @BeforeEach
    void start() throws Exception {
        System.clearProperty(RELEASED);
        server = TestServer.configured(folder, Files.createDirectories(folder.resolve("inbox")), usual -> new PluginConfiguration(
                usual.inbox(), usual.store(), usual.repository(), SHORT, false));
        server.createSite("blog");
        administrator = new Administrator(server);
        neighbour = new Neighbour(server);
    }

    @AfterEach
    void stop() throws Exception {
        try {
            neighbour.assertAlive();
            neighbour.endVisits();
        } finally {
            System.setProperty(RELEASED, "now");
            server.close();
        }
    }

    private static SourceJar beast(String version) {
        return SourceJar.of("beast", version);
    }

    private static SourceJar good(String version) {
        return beast(version).start(GOOD);
    }

    /** Whatever has happened to it, a good version is taken, works, and goes. */
    private void assertReplaceableAndRemovable() {
        administrator.installed(good("9.0.0"));
        assertThat(administrator.body("beast")).isEqualTo("good");
        administrator.removed("beast");
        assertThat(administrator.get("beast").statusCode()).isEqualTo(404);
    }

    @Nested
    class That_fail_to_start {
        static Stream<Arguments> animals() {
            return Stream.of(
                    Arguments.of("throws in its constructor", "public Entry() { throw new IllegalStateException(\"no luck\"); }", "", "no luck"),
                    Arguments.of("throws while its class is made", "static final int X = Integer.parseInt(\"no luck\");", "", "no luck"),
                    Arguments.of("hangs in its constructor", "public Entry() throws Exception { " + HANG + " }", "", "its constructor took longer than 800 ms"),
                    Arguments.of("spins in its constructor", "public Entry() { " + SPIN + " }", "", "is left behind; it was at made.beast.Entry.<init>"),
                    Arguments.of("throws", "", "throw new java.io.IOException(\"no luck\");", "no luck"),
                    Arguments.of("throws an error", "", "throw new NoClassDefFoundError(\"some.Library\");", "some.Library"),
                    Arguments.of("recurses", "int deep(int n) { return deep(n + 1) + 1; }", "deep(0);", "StackOverflowError"),
                    Arguments.of("hangs", "", HANG, "its start took longer than 800 ms"),
                    Arguments.of("spins", "", SPIN, "its start took longer than 800 ms and is left behind; it was at made.beast.Entry.start"),
                    Arguments.of("hangs in a write", "", "context.storage().write(s -> { " + HANG + " return 0; });", "its start took longer than 800 ms"),
                    Arguments.of("spins in a write", "", "context.storage().write(s -> { " + SPIN + " return 0; });", "its start took longer than 800 ms"),
                    Arguments.of("hangs in its routes", "", "context.routes().onSites(r -> { try { " + HANG + " } catch (InterruptedException e) { } });", "its start took longer than 800 ms"),
                    Arguments.of("throws in its routes", "", "context.routes().onSites(r -> { throw new IllegalStateException(\"no luck\"); });", "no luck"),
                    Arguments.of("mounts two services", "", GOOD + GOOD, "onSites was called twice"),
                    Arguments.of("takes an operation of another", "public record N() {}", "context.operation(Operation.read(\"neighbour.ping\", \"Ping\", N.class, N.class, (p, c) -> p));", "must be named 'beast.ping'"),
                    Arguments.of("declares one twice", "public record N() {}", "for (int i = 0; i < 2; i++) context.operation(Operation.read(\"beast.ping\", \"Ping\", N.class, N.class, (p, c) -> p));", "declared twice"),
                    Arguments.of("ends the process", "", "System.exit(1);", "can not end the server"),
                    Arguments.of("halts the process", "", "Runtime.getRuntime().halt(1);", "can not end the server"),
                    Arguments.of("ends it by a reference", "", "java.util.function.IntConsumer end = System::exit; end.accept(1);", "can not end the server"),
                    Arguments.of("halts it by a reference", "", "Runtime r = Runtime.getRuntime(); java.util.function.IntConsumer end = r::halt; end.accept(1);", "can not end the server"),
                    Arguments.of("ends it in a lambda", "", "Runnable end = () -> System.exit(1); end.run();", "can not end the server"),
                    Arguments.of("ends it in a nested class", "static class Inner { static class Deeper { static void end() { Runtime.getRuntime().exit(1); } } }", "Inner.Deeper.end();", "can not end the server"),
                    Arguments.of("ends it in an interface", "interface Ending { default void end(Object o) { Object x = o == null ? new StringBuilder() : new Entry(); System.exit(x.hashCode()); } }", "new Ending() {}.end(this);", "can not end the server"));
        }

        @ParameterizedTest(name = "{0}")
        @MethodSource("animals")
        void are_refused_with_the_reason_and_the_version_before_goes_on(String name, String members, String start, String reason) {
            administrator.installed(good("1.0.0"));
            HttpResponse<String> refused = administrator.upgrade(beast("2.0.0").members(members).start(start));
            assertThat(refused.statusCode()).as(refused.body()).isEqualTo(422);
            assertThat(refused.body()).contains(reason).contains("1.0.0");
            assertThat(administrator.body("beast")).isEqualTo("good");
            assertThat(administrator.listed("beast").get("version").asString()).isEqualTo("1.0.0");
            assertReplaceableAndRemovable();
        }
    }

    @Nested
    class That_stop_badly {
        static Stream<Arguments> animals() {
            return Stream.of(
                    Arguments.of("throws", "throw new IllegalStateException(\"no luck\");", ""),
                    Arguments.of("hangs", "try { " + HANG + " } catch (InterruptedException e) { }", ""),
                    Arguments.of("spins", SPIN, ""),
                    Arguments.of("owns what throws", "", "context.own(() -> { throw new java.io.IOException(\"no luck\"); });"),
                    Arguments.of("owns twenty that hang", "", "for (int i = 0; i < 20; i++) context.own(() -> " + "new java.util.concurrent.CountDownLatch(1).await());"),
                    Arguments.of("has a task that spins", "", "Thread.ofPlatform().daemon().start(() -> { " + SPIN + " });"),
                    Arguments.of("ends the process", "System.exit(1);", ""));
        }

        @ParameterizedTest(name = "{0}")
        @MethodSource("animals")
        void are_replaced_and_removed_all_the_same(String name, String stop, String start) {
            SourceJar animal = beast("1.0.0").members("@Override public void stop() { " + stop + " }").start(GOOD + start);
            administrator.installed(animal);
            administrator.installed(good("2.0.0"));
            assertThat(administrator.body("beast")).isEqualTo("good");
            administrator.removed("beast");
            administrator.installed(animal);
            assertThat(administrator.operation("disable", "beast").statusCode()).isEqualTo(200);
            assertThat(administrator.get("beast").statusCode()).isEqualTo(404);
            assertReplaceableAndRemovable();
        }
    }

    @Nested
    class That_leave_something_behind {
        static Stream<Arguments> animals() {
            return Stream.of(
                    Arguments.of("a thread", "", "Thread.ofPlatform().daemon().start(() -> { try { " + HANG + " } catch (InterruptedException e) { } });"),
                    Arguments.of("an executor that it owns", "", "context.own(java.util.concurrent.Executors.newFixedThreadPool(2)::shutdownNow);"),
                    Arguments.of("a thread-local of the writer", "static final ThreadLocal<Object> LOCAL = new ThreadLocal<>();", "context.storage().write(s -> { LOCAL.set(new Entry()); return 0; });"),
                    Arguments.of("thread-locals of readers", "static final ThreadLocal<Object> LOCAL = new ThreadLocal<>();", "context.routes().onSites(r -> r.get(\"/\", (q, a) -> { context.storage().read(s -> { LOCAL.set(new Entry()); return 0; }); a.send(\"good\"); }));"),
                    Arguments.of("a shutdown hook", "static class Hook extends Thread {}", "Runtime.getRuntime().addShutdownHook(new Hook());"),
                    Arguments.of("a JDBC driver", """
                            public static class Driver implements java.sql.Driver {
                                public java.sql.Connection connect(String u, Properties p) { return null; } public boolean acceptsURL(String u) { return false; }
                                public java.sql.DriverPropertyInfo[] getPropertyInfo(String u, Properties p) { return null; } public int getMajorVersion() { return 1; }
                                public int getMinorVersion() { return 0; } public boolean jdbcCompliant() { return false; } public java.util.logging.Logger getParentLogger() { return null; } }""",
                            "java.sql.DriverManager.registerDriver(new Driver());"),
                    Arguments.of("an open file", "static java.io.InputStream in;", "in = Entry.class.getResourceAsStream(\"Entry.class\"); in.read(); new java.io.FileInputStream(context.temporaryFolder().resolve(\"x\").toFile().createNewFile() ? context.temporaryFolder().resolve(\"x\").toFile() : null);"),
                    Arguments.of("an HTTP client", "static java.net.http.HttpClient client;", "client = java.net.http.HttpClient.newHttpClient(); try { client.send(java.net.http.HttpRequest.newBuilder(java.net.URI.create(\"http://127.0.0.1:1/\")).build(), java.net.http.HttpResponse.BodyHandlers.ofString()); } catch (java.io.IOException e) { }"),
                    Arguments.of("an event of its own", "public record Own() implements Event {}", "context.events().subscribe(Own.class, e -> {}); context.events().publish(new Own());"),
                    Arguments.of("records in JSON", "public record Own(List<Own> more, Map<String, Own> byName) {}", "context.json().readValue(context.json().writeValueAsBytes(new Own(List.of(), Map.of())), Own.class);"),
                    Arguments.of("operations and settings", "public record P(String x) {} public record S(@Description(\"d\") int n) {}", "context.settings(new S(1)); context.operation(Operation.read(\"beast.echo\", \"Echo\", P.class, P.class, (p, c) -> p));"));
        }

        @ParameterizedTest(name = "{0}")
        @MethodSource("animals")
        void are_given_back_all_the_same(String name, String members, String start) {
            administrator.installed(beast("1.0.0").members(members).start(start.contains("onSites") ? start : GOOD + start));
            for (int i = 0; i < 8; i++) {
                assertThat(administrator.body("beast")).isEqualTo("good");
            }
            server.control("GET", "/api/beast/echo?x=y", server.ownerToken(), "");
            administrator.removed("beast");
            administrator.awaitNoLeaks();
            assertReplaceableAndRemovable();
        }

        @Test
        void a_thread_that_is_deaf_is_named() {
            administrator.installed(beast("1.0.0").start(GOOD + "Thread.ofPlatform().daemon().name(\"deaf\").start(() -> { " + SPIN + " });"));
            administrator.removed("beast");
            Administrator.await(() -> administrator.leaks().contains("thread 'deaf', which goes on at made.beast.Entry"), administrator::leaks);
            System.setProperty(RELEASED, "now");
            administrator.awaitNoLeaks();
        }

        @Test
        void a_timer_or_an_executor_that_nobody_owns_is_named() {
            administrator.installed(beast("1.0.0").start(GOOD
                    + "new Timer(\"clock\", true).schedule(new TimerTask() { public void run() { if (System.getProperty(\"" + RELEASED + "\") != null) cancel(); } }, 1, 1);"
                    + "var e = java.util.concurrent.Executors.newScheduledThreadPool(1, r -> { Thread t = new Thread(r, \"pool\"); t.setDaemon(true); return t; });"
                    + "e.scheduleAtFixedRate(() -> { if (System.getProperty(\"" + RELEASED + "\") != null) e.shutdown(); }, 1, 1, java.util.concurrent.TimeUnit.MILLISECONDS);"));
            administrator.removed("beast");
            Administrator.await(() -> administrator.leaks().contains("thread 'clock'") && administrator.leaks().contains("thread 'pool'"), administrator::leaks);
        }

        @Test
        void a_thread_of_a_constructor_that_then_fails_is_named_too() {
            String members = "public Entry() { Thread.ofPlatform().daemon().name(\"deaf\").start(() -> { " + SPIN + " }); throw new IllegalStateException(\"no luck\"); }";
            assertThat(administrator.install(beast("1.0.0").members(members)).body()).contains("no luck");
            Administrator.await(() -> administrator.leaks().contains("thread 'deaf'"), administrator::leaks);
        }
    }

    @Nested
    class That_misbehave_while_they_serve {
        private void serving(String handler) {
            administrator.installed(beast("1.0.0")
                    .members("int deep(int n) { return deep(n + 1) + 1; } static final List<Object> KEPT = new ArrayList<>();")
                    .start("context.routes().onSites(r -> r.get(\"/\", (q, a) -> { " + handler + " }));"));
        }

        private void assertAnswers(int status, String body) {
            HttpResponse<String> answer = administrator.get("beast");
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
            assertThat(answer.body()).contains(body);
        }

        @Test
        void by_throwing_recursing_or_ending_the_process_answer_so_and_no_more() {
            for (String handler : new String[] {
                "throw new IllegalStateException(\"secret\");", "a.send(\"\" + deep(0));", "System.exit(3); a.send();", "a.send(\"\" + new long[Integer.MAX_VALUE].length);"
            }) {
                serving(handler);
                assertAnswers(500, "something went wrong in 'beast'");
                assertThat(administrator.body("beast")).doesNotContain("secret");
                administrator.removed("beast");
            }
        }

        @Test
        void by_sending_no_answer_break_only_that_request() {
            serving("q.path();");
            assertThat(administrator.get("beast").statusCode()).isEqualTo(500);
            assertReplaceableAndRemovable();
        }

        @Test
        void by_hanging_are_stopped_after_their_limit() {
            serving("new java.util.concurrent.CountDownLatch(1).await();");
            HttpResponse<String> answer = administrator.get("beast");
            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.headers().firstValue("Retry-After")).isPresent();
            assertThat(answer.body()).contains("took too long to answer");
            assertReplaceableAndRemovable();
        }

        @Test
        void by_hanging_with_many_requests_keep_only_so_many() throws Exception {
            serving("try { new java.util.concurrent.CountDownLatch(1).await(); } finally { KEPT.add(q); }");
            CountDownLatch refused = new CountDownLatch(1);
            Thread[] crowd = new Thread[64];
            for (int i = 0; i < crowd.length; i++) {
                crowd[i] = Thread.ofVirtual().start(() -> {
                    if (administrator.get("beast").body().contains("has 32 requests already")) {
                        refused.countDown();
                    }
                });
            }
            refused.await();
            neighbour.assertAlive();
            for (Thread one : crowd) {
                one.join();
            }
            assertReplaceableAndRemovable();
        }

        @Test
        void by_hanging_on_an_event_keep_no_site_from_being_served() {
            administrator.installed(SourceJar.of("pages", "1.0.0").start("context.routes().asContent((q, a) -> a.send(\"page\"));"));
            administrator.installed(beast("1.0.0").start(GOOD + "context.events().subscribe(RequestServed.class, e -> { try { " + HANG + " } catch (InterruptedException x) { } });"));
            for (int i = 0; i < 3; i++) {
                assertThat(server.get("blog", "/").body()).isEqualTo("page");
            }
            assertReplaceableAndRemovable();
        }

        @Test
        void in_the_middle_of_it_finish_within_the_limit_and_are_interrupted_after() throws Exception {
            serving("if (q.query().contains(\"probe\")) { a.send(); return; } if (q.query().contains(\"long\")) " + HANG + WAIT + " a.send(\"done\");");
            for (boolean endless : new boolean[] {false, true}) {
                System.clearProperty(RELEASED);
                CompletableFuture<HttpResponse<String>> asked = CompletableFuture.supplyAsync(
                        () -> server.get("blog", "/_fazt/beast/" + (endless ? "?long" : "")));
                Administrator.await(() -> server.query("plugin", "show", Map.of("id", "beast")).get("requests").asInt() == 1, () -> "nobody is inside");
                CompletableFuture<Integer> disabled =
                        CompletableFuture.supplyAsync(() -> administrator.operation("disable", "beast").statusCode());
                Administrator.await(() -> server.get("blog", "/_fazt/beast/?probe").statusCode() != 200, () -> "it lets more requests in");
                System.setProperty(RELEASED, "now");
                assertThat(disabled.get()).isEqualTo(200);
                assertThat(asked.get().statusCode()).isEqualTo(endless ? 503 : 200);
                assertThat(administrator.get("beast").statusCode()).isEqualTo(404);
                administrator.operation("enable", "beast");
            }
        }
    }

    @Nested
    class That_claim_what_is_not_theirs {
        @Test
        void such_as_a_table_are_refused() {
            for (String script : new String[] {
                "DROP TABLE visits;", "ALTER TABLE visits ADD COLUMN x TEXT;", "INSERT INTO visits (id) VALUES (99);", "DELETE FROM fazt_plugin;",
                "CREATE TABLE visits (id TEXT NOT NULL PRIMARY KEY) STRICT;", "CREATE TABLE Visits (id TEXT NOT NULL PRIMARY KEY) STRICT;"
            }) {
                HttpResponse<String> refused = administrator.install(beast("1.0.0").migration("001_x.sql", script).start(GOOD));
                assertThat(refused.statusCode()).as(script).isEqualTo(422);
                assertThat(refused.body()).as(script).containsAnyOf("belongs to 'neighbour'", "belongs to 'host'", "fazt_");
            }
            assertReplaceableAndRemovable();
        }

        @Test
        void such_as_the_content_of_sites_are_refused_while_another_serves_it() {
            String content = "context.routes().asContent((q, a) -> a.send(\"page of ID\"));";
            administrator.installed(SourceJar.of("pages", "1.0.0").start(content.replace("ID", "pages")));
            assertThat(administrator.install(beast("1.0.0").start(content)).body()).contains("'pages' serves the content of sites already");
            assertThat(server.get("blog", "/").body()).isEqualTo("page of pages");
            administrator.operation("disable", "pages");
            assertThat(administrator.install(beast("1.0.0").start(content.replace("ID", "beast"))).statusCode()).isEqualTo(200);
            assertThat(server.get("blog", "/").body()).isEqualTo("page of beast");
            assertThat(administrator.operation("enable", "pages").body()).contains("'beast' serves the content of sites already");
            assertThat(administrator.listed("pages").get("state").asString()).isEqualTo("disabled");
        }

        @Test
        void such_as_a_word_of_the_host_are_refused() {
            for (String id : new String[] {"host", "plugin", "server", "token"}) {
                assertThat(administrator.install(SourceJar.of(id, "1.0.0").start(GOOD)).body()).contains("is a word of fazt itself");
            }
        }
    }
}
