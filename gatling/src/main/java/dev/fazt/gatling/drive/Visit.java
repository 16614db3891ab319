package dev.fazt.gatling.drive;

import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.pause;
import static io.gatling.javaapi.core.CoreDsl.percent;
import static io.gatling.javaapi.core.CoreDsl.randomSwitch;
import static io.gatling.javaapi.http.HttpDsl.flushHttpCache;

import dev.fazt.gatling.server.LabPages;
import io.gatling.javaapi.core.ChainBuilder;
import java.time.Duration;

/**
 * Is what one visitor does: comes with an empty cache, loads the front page and what belongs to it, reads, loads the other page
 * of which the cache has most, every second time leaves an event, one time in twenty sends the form.
 */
final class Visit {
    private static final Duration SHORTEST_LOOK = Duration.ofSeconds(1);
    private static final Duration LONGEST_LOOK = Duration.ofSeconds(5);
    private static final double EVENTS = 50;
    private static final double FORMS = 5;

    private final Requests requests;

    Visit(Requests requests) {
        this.requests = requests;
    }

    ChainBuilder chain() {
        return exec(flushHttpCache())
                .exec(page("/"))
                .exec(look())
                .exec(page("/about"))
                .exec(look())
                .exec(randomSwitch().on(percent(EVENTS).then(requests.event())))
                .exec(randomSwitch().on(percent(FORMS).then(requests.submit())));
    }

    private ChainBuilder page(String path) {
        ChainBuilder chain = requests.get(path);
        for (String asset : LabPages.ASSETS) {
            chain = chain.exec(requests.get(asset));
        }
        return chain;
    }

    private static ChainBuilder look() {
        return pause(SHORTEST_LOOK, LONGEST_LOOK);
    }
}
