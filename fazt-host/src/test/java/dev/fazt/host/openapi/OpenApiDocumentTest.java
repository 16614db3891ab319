package dev.fazt.host.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.fazt.host.TestServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class OpenApiDocumentTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String OFFICIAL = "https://spec.openapis.org/oas/3.1/schema-base/2022-10-07";

    @TempDir
    static Path folder;

    private static TestServer server;
    private static String text = "";
    private static JsonNode document = JSON.createObjectNode();

    @BeforeAll
    static void start() {
        server = TestServer.start(folder);
        HttpResponse<String> response = server.control("GET", "/api/openapi.json", server.ownerToken(), "");
        assertThat(response.statusCode()).isEqualTo(200);
        text = response.body();
        document = JSON.readTree(text);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    /** Finds the official schemas in the jar that carries them, by the path of their address. */
    private static Schema official() {
        SchemaRegistry registry = SchemaRegistry.withDefaultDialect(
                SpecificationVersion.DRAFT_2020_12, builder -> builder.schemas(OpenApiDocumentTest::carried));
        return registry.getSchema(SchemaLocation.of(OFFICIAL));
    }

    private static String carried(String address) {
        if (!address.startsWith("https://spec.openapis.org/")) {
            return "";
        }
        try (InputStream in = OpenApiDocumentTest.class.getResourceAsStream("/" + address.substring("https://".length()))) {
            return in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void is_valid_by_the_official_schema_with_the_schemas_in_it() {
        assertThat(official().validate(text, InputFormat.JSON)).isEmpty();
    }

    @Test
    void would_not_be_valid_with_a_mistake_in_it() {
        assertThat(official().validate(text.replace("\"in\":\"query\"", "\"in\":\"body\""), InputFormat.JSON)).isNotEmpty();
        assertThat(official().validate(text.replace("\"type\":\"boolean\"", "\"type\":\"bool\""), InputFormat.JSON)).isNotEmpty();
    }

    @Test
    void has_every_operation_with_its_scope() {
        JsonNode operations = server.query("server", "operations", Map.of()).get("operations");
        assertThat(operations.size()).isGreaterThan(30);
        for (JsonNode operation : operations) {
            JsonNode described = document.get("paths").path(operation.get("path").asString())
                    .path(operation.get("method").asString().equals("GET") ? "get" : "post");
            assertThat(described.path("operationId").asString("")).isEqualTo(operation.get("name").asString());
            assertThat(described.get("x-fazt-scope")).isEqualTo(operation.get("scope"));
            assertThat(described.get("x-fazt-effect")).isEqualTo(operation.get("effect"));
            for (JsonNode parameter : operation.get("parameters")) {
                assertThat(described.toString() + document.get("components"))
                        .as(operation.get("name").asString())
                        .contains("\"" + parameter.get("name").asString() + "\"");
            }
        }
        assertThat(document.get("paths").size()).isEqualTo(operations.size());
    }

    @Test
    void refers_only_to_what_is_there() {
        Pattern.compile("\"\\$ref\":\"#([^\"]+)\"").matcher(text).results().forEach(reference ->
                assertThat(document.at(reference.group(1)).isMissingNode()).as(reference.group(1)).isFalse());
    }

    @Test
    void describes_records_with_what_is_required_and_what_may_be_null() {
        JsonNode token = document.at("/components/schemas/token.NewToken");
        assertThat(token.get("required").toString()).isEqualTo("[\"name\",\"scopes\"]");
        assertThat(token.at("/properties/expiresInDays/type").toString()).isEqualTo("[\"integer\",\"null\"]");
        assertThat(token.at("/properties/expiresInDays/format").asString()).isEqualTo("int32");
        assertThat(token.at("/properties/name/description").asString()).contains("What the token is for");
        JsonNode password = document.at("/components/schemas/owner.NewPassword/properties/password");
        assertThat(password.get("format").asString()).isEqualTo("password");
        assertThat(document.at("/components/schemas/audit.Page/properties/lines/items/$ref").asString())
                .isEqualTo("#/components/schemas/audit.AuditLine");
        assertThat(document.at("/components/schemas/audit.AuditLine/properties/at/format").asString()).isEqualTo("date-time");
    }

    @Test
    void describes_uploads_downloads_events_and_dry_runs() {
        JsonNode paths = document.get("paths");
        assertThat(paths.at("/~1api~1sites~1deploy/post/requestBody/content").has("application/octet-stream")).isTrue();
        assertThat(paths.at("/~1api~1docs~1export/get/responses/200/content").has("*/*")).isTrue();
        assertThat(paths.at("/~1api~1sites~1deploy/post/responses/200/content").has("text/event-stream")).isTrue();
        assertThat(paths.at("/~1api~1docs~1drop/post/parameters/0/name").asString()).isEqualTo("dryRun");
        assertThat(paths.at("/~1api~1docs~1drop/post/x-fazt-target").asString()).isEqualTo("site");
        assertThat(paths.at("/~1api~1analytics~1totals/get/parameters").toString()).contains("\"enum\":[");
    }

    @Test
    void is_sent_once_to_who_keeps_it_and_to_nobody_who_is_not_known() {
        assertThat(server.control("GET", "/api/openapi.json", "", "").statusCode()).isEqualTo(401);
        String tag = server.control("GET", "/api/openapi.json", server.token("docs:read"), "").headers().firstValue("ETag").orElseThrow();
        assertThat(server.control("GET", "/api/openapi.json", server.ownerToken(), "", "If-None-Match", tag).statusCode()).isEqualTo(304);
    }
}
