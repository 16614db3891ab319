package dev.fazt.plugin.analytics;

import dev.fazt.api.FaztPlugin;
import dev.fazt.api.PluginContext;
import dev.fazt.api.event.RequestServed;
import java.security.SecureRandom;
import java.time.Duration;

/** Counts page views and visitors of all sites, without cookies and without a script. */
public final class AnalyticsPlugin implements FaztPlugin {
    private static final Duration SALT_CHECK = Duration.ofMinutes(1);
    private static final Duration SWEEP = Duration.ofHours(1);

    @Override
    public void start(PluginContext context) {
        var random = new SecureRandom();
        var store = new EventStore(context.storage());
        var salt = new DailySalt(context.storage(), context.clock(), random);
        var retention = new Retention(context.storage(), context.clock());
        salt.current();
        store.forgetOldBatches(context.clock().millis());

        var recorder = new EventRecorder(store, salt, context.clock());
        var buffer = new EventBuffer<Hit>(recorder);
        context.own(buffer);
        buffer.start();

        context.events().subscribe(RequestServed.class, new ViewCounter(buffer, context.clock()));
        context.routes().onSites(new EventEndpoint(buffer, context.clock(), context.json()));
        // The salt goes when its day is over, also if nobody visits any more.
        context.every("destroy the salt of the day before", SALT_CHECK, salt::current);
        context.every("delete events past their retention", SWEEP, retention::sweep);

        var reports = new Reports(context.storage());
        new AnalyticsOperations(context.sites(), context.clock(), reports, retention).declareOn(context);
    }
}
