package dev.fazt.plugin.sites.rules;

import dev.fazt.api.operation.Download;
import dev.fazt.api.operation.OperationCall;
import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;

/** Publishes the JSON Schema of {@code fazt.json}: for editors at {@code /_fazt/sites/fazt.schema.json}, and as a download. */
public final class SettingsSchema {
    /** Is the path below the plugin's own. */
    public static final String PATH = "/fazt.schema.json";

    private static final Header TYPE = HeaderValues.createCached(HeaderNames.CONTENT_TYPE, "application/schema+json");
    private static final Header CACHE = HeaderValues.createCached(HeaderNames.CACHE_CONTROL, "public, max-age=300");

    private SettingsSchema() {}

    /** Are the parameters of {@code sites.schema}. */
    public record SchemaParameters() {}

    /** Sends the schema to a visitor. */
    public static void send(ServerRequest request, ServerResponse response) {
        response.header(TYPE).header(CACHE).send(read());
    }

    /** Carries out {@code sites.schema}. */
    public static Download download(SchemaParameters parameters, OperationCall call) {
        return new Download("application/schema+json", "fazt.schema.json", out -> out.write(read()));
    }

    static byte[] read() {
        try (InputStream in = Objects.requireNonNull(SettingsSchema.class.getResourceAsStream("fazt.schema.json"))) {
            return in.readAllBytes();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
