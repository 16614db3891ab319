package dev.fazt.gatling;

import static io.gatling.javaapi.core.CoreDsl.StringBody;
import static io.gatling.javaapi.core.CoreDsl.constantConcurrentUsers;
import static io.gatling.javaapi.core.CoreDsl.during;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.percent;
import static io.gatling.javaapi.core.CoreDsl.randomSwitch;
import static io.gatling.javaapi.core.CoreDsl.responseTimeInMillis;
import static io.gatling.javaapi.core.CoreDsl.scenario;
import static io.gatling.javaapi.http.HttpDsl.http;
import static io.gatling.javaapi.http.HttpDsl.status;

import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.Session;
import io.gatling.javaapi.core.Simulation;
import java.time.Duration;

/**
 * Runs one workload in a closed model: a fixed number of users, each sending its next request on its own kept-alive connection
 * as soon as the last is answered.
 */
public final class WorkloadSimulation extends Simulation {
    private static final String TIME = "time";

    /** 200 bytes, as in the measurements of the storage engine. */
    private static final String DOCUMENT =
            "{\"title\":\"load lab\",\"status\":\"open\",\"amount\":42,\"text\":\"%s\"}".formatted("x".repeat(140));

    private final Run run = Run.current();

    public WorkloadSimulation() {
        Settings settings = run.settings();
        setUp(scenario(run.workload().label())
                        // Not left at once when the time is over: the last answer of each user is measured too.
                        .exec(during(Duration.ofSeconds(settings.seconds()), false).on(requests()))
                        .injectClosed(constantConcurrentUsers(settings.users()).during(Duration.ofSeconds(1))))
                .protocols(http.baseUrl(settings.target().toString())
                        .disableWarmUp()
                        .disableCaching()
                        .userAgentHeader("fazt-load-lab")
                        .acceptHeader("*/*"));
    }

    private ChainBuilder requests() {
        return switch (run.workload().writes()) {
            case 0 -> read();
            case 100 -> insert();
            default -> {
                double writes = run.workload().writes();
                yield randomSwitch()
                        .on(percent(writes).then(insert()), percent(100 - writes).then(read()));
            }
        };
    }

    private ChainBuilder read() {
        return exec(http("read")
                        .get(LabSite.PATH + "/")
                        .check(status().is(200), responseTimeInMillis().saveAs(TIME)))
                .exec(session -> measured(session, false));
    }

    private ChainBuilder insert() {
        return exec(http("insert")
                        .post(LabSite.documents(run.collection()))
                        .header("Authorization", "Bearer " + run.settings().token())
                        .header("Content-Type", "application/json")
                        .header("Prefer", "return=minimal")
                        .body(StringBody(DOCUMENT))
                        .check(status().is(201), responseTimeInMillis().saveAs(TIME)))
                .exec(session -> measured(session, true));
    }

    private Session measured(Session session, boolean write) {
        if (session.isFailed()) {
            run.measurements().failed();
        } else {
            run.measurements().answered(session.getInt(TIME), write, System.nanoTime());
        }
        return session.markAsSucceeded();
    }
}
