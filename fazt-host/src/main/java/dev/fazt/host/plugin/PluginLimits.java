package dev.fazt.host.plugin;

import java.time.Duration;

/**
 * Says how much one plugin may take.
 *
 * @param concurrentRequests how many requests may be in its code at the same time
 * @param requestLimit how long a request may take until its answer begins
 * @param drainLimit how long requests have to end when the plugin is replaced
 * @param startLimit how long its start may take while others are served: their writes wait meanwhile; and each step of
 *     its stop
 */
public record PluginLimits(int concurrentRequests, Duration requestLimit, Duration drainLimit, Duration startLimit) {
    public static final PluginLimits DEFAULT =
            new PluginLimits(8_192, Duration.ofSeconds(30), Duration.ofSeconds(5), Duration.ofSeconds(8));
}
