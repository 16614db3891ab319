package dev.fazt.gatling;

import dev.fazt.gatling.drive.Driver;
import dev.fazt.gatling.drive.GatlingDriver;
import dev.fazt.gatling.drive.Load;
import dev.fazt.gatling.drive.Order;
import dev.fazt.gatling.drive.Result;
import dev.fazt.gatling.figure.Kind;
import dev.fazt.gatling.figure.Measured;
import dev.fazt.gatling.figure.Subject;
import dev.fazt.gatling.server.ControlApi;
import dev.fazt.gatling.server.LabSite;
import dev.fazt.gatling.server.Target;
import dev.fazt.gatling.watch.Generator;
import dev.fazt.gatling.watch.Watch;
import dev.fazt.gatling.workload.Activity;
import dev.fazt.gatling.workload.Mix;
import dev.fazt.gatling.workload.Workload;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes the runs against one server, one after the other, each on a site of its own. Not thread-safe. */
final class Experiment {
    private static final Mix WARM_UP = new Mix(30);

    private final Settings settings;
    private final Target target;
    private final ControlApi api;
    private final Watch watch;
    private final List<Measured> measured = new ArrayList<>();

    Experiment(Settings settings, Target target, ControlApi api, Watch watch) {
        this.settings = settings;
        this.target = target;
        this.api = api;
        this.watch = watch;
    }

    List<Measured> measured() {
        return List.copyOf(measured);
    }

    /** Lets the server, and Gatling itself, see every kind of request before it counts. */
    void warmUp() {
        if (settings.warmUp() > 0) {
            Mix mix = settings.page().isPresent() ? new Mix(0) : WARM_UP;
            new GatlingDriver().run(order(mix, new Load(settings.load().users(), 0, settings.warmUp())));
        }
    }

    /** Runs a workload against the measured server, and counts the rows. */
    void run(Driver driver, Workload workload, Load load, int run) {
        Order order = order(workload, load);
        begin(driver, order, Subject.FAZT, run);
        long begin = System.currentTimeMillis();
        double cpu = Generator.cpuSeconds();
        Result result = driver.run(order);
        long end = System.currentTimeMillis();
        double generatorCores = (Generator.cpuSeconds() - cpu) * 1_000 / Math.max(1, end - begin);
        Map<Kind, Long> rows = order.knownSite()
                .map(site -> site.rows(result.answers().acknowledged()))
                .orElse(Map.of());
        add(new Measured(
                subject(driver, Subject.FAZT, order),
                run,
                begin,
                end,
                result.answers(),
                rows,
                generatorCores,
                watch.processUse(begin, end),
                watch.storageUse(begin, end),
                result.seconds()));
    }

    /** Runs reads against another server that has the same page as its front page, to compare with. */
    void compare(Driver driver, Target other, Load load, int run) {
        Order order = new Order(new Mix(0), load, other, "/", Optional.empty());
        begin(driver, order, Subject.NGINX, run);
        long begin = System.currentTimeMillis();
        double cpu = Generator.cpuSeconds();
        Result result = driver.run(order);
        long end = System.currentTimeMillis();
        add(new Measured(
                subject(driver, Subject.NGINX, order),
                run,
                begin,
                end,
                result.answers(),
                Map.of(),
                (Generator.cpuSeconds() - cpu) * 1_000 / Math.max(1, end - begin),
                Optional.empty(),
                Optional.empty(),
                result.seconds()));
    }

    private Order order(Workload workload, Load load) {
        if (settings.page().isPresent()) {
            return new Order(workload, load, target, settings.page().get(), Optional.empty());
        }
        LabSite site = LabSite.deploy(api);
        if (workload == Activity.FORMS || workload == Activity.DAY) {
            site.addForm();
        }
        return new Order(workload, load, target, "/", Optional.of(site));
    }

    private static Subject subject(Driver driver, String server, Order order) {
        Load load = order.load();
        return new Subject(
                driver.name(),
                server,
                order.workload().label(),
                load.isOpen() ? 0 : load.users(),
                server.equals(Subject.FAZT) ? order.workload().forerunner() : Optional.empty());
    }

    private static void begin(Driver driver, Order order, String server, int run) {
        System.out.printf(
                "run %d: %s, %s, %s against %s%n",
                run,
                order.workload().label(),
                driver.name(),
                order.load().isOpen() ? "%,d users/s".formatted(order.load().rate()) : "%,d users".formatted(order.load().users()),
                server);
    }

    private void add(Measured run) {
        measured.add(run);
        System.out.printf(
                "    %,.0f requests/s, p99 %,.0f ms, %,d failures, %,d missing%n",
                run.answers().requestsPerSecond(), run.answers().latency().p99(), run.answers().failures(), run.missing());
    }
}
