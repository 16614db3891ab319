package dev.fazt.host.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fazt.host.TestServer;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Does with plugins what the owner of a server does, over HTTP. */
final class Administrator {
    private static final JsonMapper JSON = JsonMapper.shared();

    private final TestServer server;

    Administrator(TestServer server) {
        this.server = server;
    }

    HttpResponse<String> install(byte[] jar, String query) {
        return server.send("127.0.0.1", "POST", "/api/plugin/install" + query, server.ownerToken(), jar);
    }

    HttpResponse<String> install(SourceJar jar) {
        return install(jar.bytes(), "");
    }

    HttpResponse<String> upgrade(SourceJar jar) {
        return install(jar.bytes(), "?upgrade=true");
    }

    /** Installs what has to be taken. */
    void installed(SourceJar jar) {
        HttpResponse<String> response = upgrade(jar);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    }

    HttpResponse<String> operation(String verb, Map<String, ?> parameters) {
        return server.control(
                "POST", "/api/plugin/" + verb, server.ownerToken(), JSON.writeValueAsString(parameters), "Content-Type", "application/json");
    }

    HttpResponse<String> operation(String verb, String id) {
        return operation(verb, Map.of("id", id));
    }

    /** Removes what has to be there. */
    void removed(String id) {
        HttpResponse<String> response = operation("remove", id);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    }

    /** Asks the service of a plugin. */
    HttpResponse<String> get(String plugin) {
        return server.get("blog", "/_fazt/" + plugin + "/");
    }

    String body(String plugin) {
        return get(plugin).body();
    }

    /** Returns what {@code plugin list} says of a plugin, or of a jar by its name. */
    JsonNode listed(String id) {
        for (JsonNode entry : server.query("plugin", "list", Map.of()).get("plugins")) {
            if (entry.get("id").asString().equals(id)) {
                return entry;
            }
        }
        return JSON.createObjectNode();
    }

    /** Returns what {@code plugin doctor} says of plugins that stay in memory. */
    String leaks() {
        return server.query("plugin", "doctor", Map.of()).get("leaks").toString();
    }

    /** Waits until all that was stopped has been given back. */
    void awaitNoLeaks() {
        await(() -> leaks().equals("[]"), this::leaks);
    }

    static void await(BooleanSupplier condition, Supplier<String> otherwise) {
        long until = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as(() -> "gave up waiting: " + otherwise.get()).isLessThan(until);
            LockSupport.parkNanos(20_000_000);
        }
    }
}
