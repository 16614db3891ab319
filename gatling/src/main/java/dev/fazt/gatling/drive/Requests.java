package dev.fazt.gatling.drive;

import static io.gatling.javaapi.core.CoreDsl.StringBody;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.responseTimeInMillis;
import static io.gatling.javaapi.http.HttpDsl.http;
import static io.gatling.javaapi.http.HttpDsl.status;

import dev.fazt.gatling.figure.Kind;
import dev.fazt.gatling.figure.Measurements;
import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.Session;
import io.gatling.javaapi.http.HttpRequestActionBuilder;

/** Builds the requests of Gatling's users, and has every answer measured. */
final class Requests {
    private static final String TIME = "time";

    private final Order order;
    private final Measurements measurements;

    Requests(Order order, Measurements measurements) {
        this.order = order;
        this.measurements = measurements;
    }

    /** Reads the page. */
    ChainBuilder read() {
        return get(order.page());
    }

    ChainBuilder get(String path) {
        // 304 if the user has it already.
        return measured(Kind.READ, http("read").get(path).check(status().in(200, 304)));
    }

    ChainBuilder insert() {
        return measured(
                Kind.DOCUMENT,
                http("insert")
                        .post(order.site().documents())
                        .header("Authorization", "Bearer " + order.target().token())
                        .header("Content-Type", "application/json")
                        .header("Prefer", "return=minimal")
                        .body(StringBody(Bodies.DOCUMENT))
                        .check(status().is(201)));
    }

    ChainBuilder submit() {
        return measured(
                Kind.SUBMISSION,
                http("submit")
                        .post(order.site().form())
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .header("Accept", "application/json")
                        .body(StringBody(Bodies.FORM))
                        .check(status().is(200)));
    }

    ChainBuilder event() {
        return measured(
                Kind.EVENT,
                http("event")
                        .post(order.site().events())
                        .header("Content-Type", "text/plain")
                        .body(StringBody(Bodies.EVENT))
                        .check(status().is(202)));
    }

    private ChainBuilder measured(Kind kind, HttpRequestActionBuilder request) {
        return exec(request.check(responseTimeInMillis().saveAs(TIME))).exec(session -> measure(session, kind));
    }

    private Session measure(Session session, Kind kind) {
        if (session.isFailed()) {
            measurements.failed();
        } else if (session.contains(TIME)) {
            measurements.answered(kind, session.getInt(TIME), System.currentTimeMillis());
        }
        // Without a time, the user had it in its cache and sent nothing.
        return session.remove(TIME).markAsSucceeded();
    }
}
