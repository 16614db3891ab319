package dev.fazt.host.plugin;

import dev.fazt.api.operation.Operation;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.HttpRouting;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Is what all running plugins offer at one moment: the host answers each request by one such snapshot. Immutable.
 *
 * @param services by the plugins' ids
 */
public record PublishedPlugins(
        Map<String, Service> services, Optional<Content> content, List<Operation<?, ?>> operations) {
    public static final PublishedPlugins NONE = new PublishedPlugins(Map.of(), Optional.empty(), List.of());

    /** Is a plugin's HTTP service, which is entered through the count of who is inside. */
    public record Service(HttpRouting routing, InFlight inFlight) {}

    /** Serves the content of sites, likewise. */
    public record Content(Handler handler, InFlight inFlight) {}

    public PublishedPlugins {
        services = Map.copyOf(services);
        operations = List.copyOf(operations);
    }
}
