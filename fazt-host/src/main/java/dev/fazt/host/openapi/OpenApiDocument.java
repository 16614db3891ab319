package dev.fazt.host.openapi;

import dev.fazt.api.operation.Operation;
import dev.fazt.host.Version;
import dev.fazt.host.operation.BoundOperation;
import dev.fazt.host.operation.OperationRegistry;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Is the OpenAPI 3.1 document of one set of operations, written when it is first asked for. Thread-safe. */
public final class OpenApiDocument {
    private final OperationRegistry operations;
    private final JsonMapper json;
    private volatile byte @Nullable [] written;

    public OpenApiDocument(OperationRegistry operations, JsonMapper json) {
        this.operations = operations;
        this.json = json;
    }

    /** Returns the document; not to be changed. */
    public byte[] json() {
        byte[] known = written;
        if (known == null) {
            known = json.writeValueAsBytes(document()); // twice at the same time is no harm: both are equal
            written = known;
        }
        return known;
    }

    private Map<String, Object> document() {
        Schemas schemas = new Schemas();
        Paths paths = new Paths(schemas);
        Map<String, Object> described = new TreeMap<>();
        TreeSet<String> tags = new TreeSet<>();
        for (BoundOperation<?, ?> bound : operations.all()) {
            Operation<?, ?> operation = bound.operation();
            described.put(Paths.pathOf(operation), paths.describe(operation));
            tags.add(operation.plugin());
        }
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("openapi", "3.1.1");
        document.put("info", Map.of(
                "title", "Fazt",
                "summary", "What this server and its plugins can do",
                "version", Version.current()));
        document.put("servers", List.of(Map.of("url", "/")));
        document.put("security", List.of(
                Map.of("token", List.of()), Map.of("password", List.of()), Map.of("session", List.of())));
        document.put("tags", tags.stream().map(tag -> Map.of("name", tag)).toList());
        document.put("paths", described);
        Map<String, Object> components = new LinkedHashMap<>();
        components.put("schemas", withProblem(schemas.named()));
        components.put("responses", Map.of("Problem", Map.of(
                "description", "It is not done; the document says why (RFC 9457)",
                "content", Map.of("application/problem+json", Map.of(
                        "schema", Map.of("$ref", "#/components/schemas/Problem"))))));
        components.put("securitySchemes", Map.of(
                "token", Map.of("type", "http", "scheme", "bearer", "description", "A token of 'fazt token create'"),
                "password", Map.of("type", "http", "scheme", "basic", "description", "The name 'owner' and the owner's password"),
                "session", Map.of("type", "apiKey", "in", "cookie", "name", "fazt_session", "description",
                        "The cookie of a login at /login; `__Host-fazt_session` where TLS is spoken")));
        document.put("components", components);
        return document;
    }

    private static Map<String, Object> withProblem(Map<String, Object> schemas) {
        Map<String, Object> all = new TreeMap<>(schemas);
        Map<String, Object> text = Map.of("type", "string");
        all.put("Problem", Map.of(
                "type", "object",
                "required", List.of("type", "title", "status", "detail"),
                "properties", Map.of(
                        "type", text,
                        "title", text,
                        "status", Map.of("type", "integer"),
                        "detail", Map.of("type", "string", "description", "What happened, and how to mend it"),
                        "errors", Map.of(
                                "type", "array",
                                "description", "What is wrong, by field",
                                "items", Map.of(
                                        "type", "object",
                                        "required", List.of("field", "code", "message"),
                                        "properties", Map.of("field", text, "code", text, "message", text))))));
        return all;
    }
}
