package dev.fazt.gatling.server;

import dev.fazt.gatling.figure.Kind;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.LongSupplier;
import tools.jackson.databind.JsonNode;

/**
 * Is the site that one run is made on, so that what it left can be counted. It is addressed by its own host, which the requests name
 * themselves: no name service has to know it.
 */
public final class LabSite {
    private static final String FORM = "contact";
    private static final Duration EVENTS_ARE_WRITTEN_WITHIN = Duration.ofSeconds(30);

    private final ControlApi api;
    private final String name;
    private final String host;

    private LabSite(ControlApi api, String name, String host) {
        this.api = api;
        this.name = name;
        this.host = host;
    }

    /** Makes a new site with its pages. */
    public static LabSite deploy(ControlApi api) {
        String name = "lab-" + System.currentTimeMillis();
        api.upload("/api/sites/deploy?site=" + name, LabPages.archive());
        String domain = api.query("/api/server/status", Map.of()).path("domain").asString();
        return new LabSite(api, name, name + "." + domain);
    }

    /** Adds a form that anyone may send as often as they like. */
    public void addForm() {
        api.operation("/api/forms/create", Map.of("site", name, "form", FORM, "rateLimit", 0));
    }

    /** Returns what requests to the site give as their {@code Host}. */
    public String host() {
        return host;
    }

    public String documents() {
        return "/_fazt/docs/notes";
    }

    public String form() {
        return "/_fazt/forms/" + FORM;
    }

    public String events() {
        return "/_fazt/analytics/event";
    }

    /**
     * Counts what the server holds of this site.
     *
     * @param acknowledged what it should hold at least: kinds of which it was told nothing are not counted
     */
    public Map<Kind, Long> rows(Map<Kind, Long> acknowledged) {
        Map<Kind, Long> rows = new EnumMap<>(Kind.class);
        acknowledged.forEach((kind, expected) -> {
            if (expected > 0) {
                rows.put(kind, count(kind, expected));
            }
        });
        return rows;
    }

    private long count(Kind kind, long expected) {
        return switch (kind) {
            case READ -> 0;
            case DOCUMENT -> number(api.query("/~" + name + documents(), Map.of("limit", "1", "count", "true")).path("count"));
            case SUBMISSION -> number(api.query("/api/forms/list-forms", Map.of("site", name))
                    .path("forms")
                    .path(0)
                    .path("submissions"));
            // An event is acknowledged when it is in memory, and written soon after.
            case EVENT -> settled(
                    () -> number(api.query("/api/analytics/totals", Map.of("site", name, "audience", "all"))
                            .path("events")),
                    expected);
        };
    }

    private static long settled(LongSupplier count, long expected) {
        long deadline = System.nanoTime() + EVENTS_ARE_WRITTEN_WITHIN.toNanos();
        while (true) {
            long counted = count.getAsLong();
            if (counted >= expected || System.nanoTime() > deadline) {
                return counted;
            }
            try {
                Thread.sleep(250);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return counted;
            }
        }
    }

    private static long number(JsonNode node) {
        if (!node.isIntegralNumber()) {
            throw new IllegalStateException("the server did not tell how many rows it holds: " + node);
        }
        return node.asLong();
    }
}
