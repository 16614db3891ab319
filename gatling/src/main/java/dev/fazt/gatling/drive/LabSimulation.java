package dev.fazt.gatling.drive;

import static io.gatling.javaapi.core.CoreDsl.asLongAs;
import static io.gatling.javaapi.core.CoreDsl.constantConcurrentUsers;
import static io.gatling.javaapi.core.CoreDsl.constantUsersPerSec;
import static io.gatling.javaapi.core.CoreDsl.percent;
import static io.gatling.javaapi.core.CoreDsl.randomSwitch;
import static io.gatling.javaapi.core.CoreDsl.scenario;
import static io.gatling.javaapi.http.HttpDsl.http;

import dev.fazt.gatling.workload.Activity;
import dev.fazt.gatling.workload.Mix;
import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.PopulationBuilder;
import io.gatling.javaapi.core.Simulation;
import io.gatling.javaapi.http.HttpProtocolBuilder;
import java.time.Duration;

/**
 * Runs one workload.
 *
 * <p>In the closed model, a fixed number of users send their next request on their own kept-alive connection as soon as the last
 * is answered: a slow answer keeps its user from asking more. In the open model, users arrive at a fixed rate, each asks once,
 * and takes a connection that is free or a new one: a slow answer keeps nobody waiting but its own user.
 */
public final class LabSimulation extends Simulation {
    /** A visitor's: what calls itself something else is counted as a robot. */
    private static final String BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";

    /** Within which the users of the closed model come, one after the other. */
    private static final Duration ARRIVAL = Duration.ofSeconds(1);

    private final Order order = GatlingRun.current().order();

    public LabSimulation() {
        setUp(order.load().isOpen() ? open() : closed()).protocols(protocol());
    }

    private PopulationBuilder closed() {
        long end = System.nanoTime()
                + Duration.ofSeconds(order.load().seconds()).plus(ARRIVAL).toNanos();
        // A visit is long and left at once when the time is over; of everything else the last answer of each user counts too.
        boolean leave = order.workload() == Activity.DAY;
        return scenario(order.workload().label())
                .exec(asLongAs(session -> System.nanoTime() < end, "round", leave).on(requests()))
                .injectClosed(constantConcurrentUsers(order.load().users()).during(ARRIVAL));
    }

    private PopulationBuilder open() {
        return scenario(order.workload().label())
                .exec(requests())
                .injectOpen(constantUsersPerSec(order.load().rate()).during(Duration.ofSeconds(order.load().seconds())));
    }

    private HttpProtocolBuilder protocol() {
        HttpProtocolBuilder protocol = http.baseUrl(order.target().url().toString())
                .disableWarmUp()
                .userAgentHeader(BROWSER)
                .acceptHeader("*/*");
        if (order.knownSite().isPresent()) {
            protocol = protocol.header("Host", order.site().host());
        }
        if (order.workload() != Activity.DAY) {
            protocol = protocol.disableCaching();
        }
        return order.load().isOpen() ? protocol.shareConnections() : protocol;
    }

    private ChainBuilder requests() {
        Requests requests = new Requests(order, GatlingRun.current().measurements());
        return switch (order.workload()) {
            case Mix mix -> mixed(mix, requests);
            case Activity activity -> switch (activity) {
                case FORMS -> requests.submit();
                case ANALYTICS -> requests.event();
                case DAY -> new Visit(requests).chain();
            };
        };
    }

    private static ChainBuilder mixed(Mix mix, Requests requests) {
        return switch (mix.writes()) {
            case 0 -> requests.read();
            case 100 -> requests.insert();
            default -> randomSwitch()
                    .on(
                            percent((double) mix.writes()).then(requests.insert()),
                            percent(100.0 - mix.writes()).then(requests.read()));
        };
    }
}
