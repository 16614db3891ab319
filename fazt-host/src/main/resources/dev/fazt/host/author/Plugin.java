package @package@;

import dev.fazt.api.FaztPlugin;
import dev.fazt.api.PluginContext;
import dev.fazt.api.http.SiteRequest;
import dev.fazt.api.operation.Description;
import dev.fazt.api.operation.Operation;
import dev.fazt.api.storage.Storage;
import java.time.Duration;
import java.util.UUID;

/** Greets the visitors of a site, and counts them. */
public final class @class@ implements FaztPlugin {
    private static final Duration KEPT = Duration.ofDays(30);

    /** The parameters of the operation. */
    public record OfSite(@Description("The site's name") String site) {}

    /** Its result. */
    public record Visits(long visits) {}

    @Override
    public void start(PluginContext context) {
        Storage storage = context.storage();

        // A route: GET /_fazt/@id@/ on every site.
        context.routes().onSites(rules -> rules.get("/", (request, response) -> {
            String site = SiteRequest.of(request).site().name();
            String id = UUID.randomUUID().toString();
            long now = context.clock().millis();
            storage.write(sql -> sql.update("INSERT INTO @table@ (id, site, time) VALUES (?, ?, ?)", id, site, now));
            response.send("Hello, visitor of " + site + "!\n");
        }));

        // An operation: fazt @id@ count SITE, and GET /api/@id@/count?site=SITE.
        context.operation(Operation.read(
                "@id@.count", "Count the visits of a site", OfSite.class, Visits.class, (parameters, call) -> new Visits(
                        storage.read(sql -> sql.first(
                                        "SELECT count(*) AS visits FROM @table@ WHERE site = ?",
                                        row -> row.integer("visits"),
                                        parameters.site()))
                                .orElse(0L))));

        // A task, once an hour: visits are forgotten after 30 days.
        context.every("forget", Duration.ofHours(1), () -> {
            long before = context.clock().millis() - KEPT.toMillis();
            storage.write(sql -> sql.update("DELETE FROM @table@ WHERE time < ?", before));
        });
    }
}
