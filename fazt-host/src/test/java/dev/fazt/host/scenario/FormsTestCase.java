package dev.fazt.host.scenario;


import dev.fazt.host.TestServer;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Starts a server for each test, with a site that has a form. */
abstract class FormsTestCase {
    static final String URL_ENCODED = "application/x-www-form-urlencoded";
    static final String JSON = "application/json";
    static final JsonMapper MAPPER = new JsonMapper();

    @TempDir
    Path folder;

    TestServer server;

    @BeforeEach
    void start() {
        server = TestServer.start(folder);
        server.createSite("blog");
        create("contact", Map.of("required", "name,message", "rateLimit", 0));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    void create(String form, Map<String, ?> settings) {
        Map<String, Object> parameters = new LinkedHashMap<>(settings);
        parameters.put("site", "blog");
        parameters.put("form", form);
        server.operation("forms", "create", parameters);
    }

    HttpResponse<String> post(String body, String type, String... headers) {
        List<String> all = new ArrayList<>(List.of("Content-Type", type));
        all.addAll(List.of(headers));
        return server.send(
                "blog.localhost",
                "POST",
                "/_fazt/forms/contact",
                "",
                body.getBytes(StandardCharsets.UTF_8),
                all.toArray(String[]::new));
    }

    static String location(HttpResponse<String> answer) {
        return answer.headers().firstValue("Location").orElseThrow();
    }

    JsonNode list() {
        return server.query("forms", "list", Map.of("site", "blog", "form", "contact"));
    }

    /** Returns the fields of the submissions outside quarantine, the newest first. */
    List<Map<String, List<String>>> stored() {
        List<Map<String, List<String>>> stored = new ArrayList<>();
        for (JsonNode submission : list().get("submissions")) {
            Map<String, List<String>> fields = new LinkedHashMap<>();
            submission.get("fields").properties().forEach(field -> fields.put(field.getKey(), texts(field.getValue())));
            stored.add(fields);
        }
        return stored;
    }

    static List<String> names(JsonNode list) {
        List<String> names = new ArrayList<>();
        list.get("submissions").forEach(s -> names.add(s.get("fields").get("name").get(0).asString()));
        return names;
    }

    static List<String> codes(JsonNode body) {
        List<String> codes = new ArrayList<>();
        body.get("errors").forEach(error -> codes.add(error.get("code").asString()));
        return codes;
    }

    static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(value -> texts.add(value.asString()));
        return texts;
    }
}
