package dev.fazt.gatling;

import dev.fazt.gatling.Settings.DriverChoice;
import dev.fazt.gatling.drive.Driver;
import dev.fazt.gatling.drive.GatlingDriver;
import dev.fazt.gatling.drive.Load;
import dev.fazt.gatling.drive.Nginx;
import dev.fazt.gatling.drive.Programs;
import dev.fazt.gatling.drive.WrkDriver;
import dev.fazt.gatling.report.Line;
import dev.fazt.gatling.report.Report;
import dev.fazt.gatling.report.ReportFolder;
import dev.fazt.gatling.server.ControlApi;
import dev.fazt.gatling.server.Distribution;
import dev.fazt.gatling.server.FreshServer;
import dev.fazt.gatling.server.StartUp;
import dev.fazt.gatling.server.Target;
import dev.fazt.gatling.server.TempFolder;
import dev.fazt.gatling.watch.Machine;
import dev.fazt.gatling.watch.Watch;
import dev.fazt.gatling.workload.Mix;
import dev.fazt.gatling.workload.Workload;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Is the load lab's main class: measures, writes the report, and exits with 1 if anything failed or is missing. */
public final class LoadLab {
    private final Settings settings;
    private final Programs programs = new Programs(System.getenv());

    private LoadLab(Settings settings) {
        this.settings = settings;
    }

    public static void main(String[] arguments) {
        try {
            Settings settings = Settings.of(System.getProperties(), System.getenv());
            Report report = new LoadLab(settings).measure();
            new ReportFolder(settings.folder()).write(report);
            System.out.printf("%n%s%nThe report is in %s%n", ReportFolder.table(report), settings.folder());
            System.exit(report.passed() ? 0 : 1);
        } catch (IllegalArgumentException | IllegalStateException | UncheckedIOException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }

    private Report measure() {
        settings.cores().leaveToServer();
        try (TempFolder folder = TempFolder.in(settings.folder())) {
            if (settings.target().isPresent()) {
                return measure(settings.target().get(), Optional.empty(), folder.path());
            }
            Distribution distribution = Distribution.find(settings.repository());
            Optional<StartUp> startUp = settings.starts() == 0
                    ? Optional.empty()
                    : Optional.of(StartUp.measure(distribution, settings.folder(), settings.cores(), settings.starts()));
            try (FreshServer server = FreshServer.start(distribution, folder.path(), settings.cores())) {
                return measure(server.target(), startUp, folder.path());
            }
        }
    }

    private Report measure(Target target, Optional<StartUp> startUp, Path folder) {
        String at = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
        List<String> javaOptions = target.pid().map(Machine::javaOptions).orElse(List.of());
        try (ControlApi api = new ControlApi(target);
                Watch watch = new Watch(target, api)) {
            Experiment experiment = new Experiment(settings, target, api, watch);
            Optional<String> brokenOff = runAll(experiment, folder);
            return new Report(
                    at,
                    Machine.here(settings.cores().all(), folder),
                    summary(target),
                    javaOptions,
                    startUp,
                    brokenOff,
                    Line.of(experiment.measured()),
                    experiment.measured(),
                    watch.process(),
                    watch.storage());
        }
    }

    /** Returns why it was broken off, if it was: what was measured until then is not lost. */
    private Optional<String> runAll(Experiment experiment, Path folder) {
        try {
            experiment.warmUp();
            if (settings.drivers().contains(DriverChoice.GATLING)) {
                gatling(experiment);
            }
            if (settings.drivers().contains(DriverChoice.WRK)) {
                wrk(experiment, folder);
            }
            return Optional.empty();
        } catch (IllegalStateException | UncheckedIOException e) {
            System.err.println(e.getMessage());
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private void gatling(Experiment experiment) {
        Driver driver = new GatlingDriver();
        for (int run = 1; run <= settings.runs(); run++) {
            for (Workload workload : settings.workloads()) {
                experiment.run(driver, workload, settings.load(), run);
            }
        }
    }

    private void wrk(Experiment experiment, Path folder) {
        List<Workload> mixes =
                settings.workloads().stream().filter(workload -> workload instanceof Mix).toList();
        Optional<Path> wrk = programs.find("wrk");
        if (mixes.isEmpty() || settings.load().isOpen()) {
            return;
        }
        if (wrk.isEmpty()) {
            System.out.println("wrk is not installed: the top end is not measured");
            return;
        }
        Driver driver = new WrkDriver(wrk.get(), folder);
        Optional<Nginx> nginx = settings.page().isPresent()
                ? Optional.empty()
                : programs.find("nginx").map(program -> Nginx.start(program, folder, settings.cores()));
        try {
            for (int run = 1; run <= settings.runs(); run++) {
                wrk(experiment, driver, mixes, nginx, run);
            }
        } finally {
            nginx.ifPresent(Nginx::close);
        }
    }

    private void wrk(Experiment experiment, Driver driver, List<Workload> mixes, Optional<Nginx> nginx, int run) {
        for (Workload mix : mixes) {
            if (!mix.equals(new Mix(0))) {
                experiment.run(driver, mix, settings.load(), run);
                continue;
            }
            for (int connections : settings.connections()) {
                Load load = settings.load().withUsers(connections);
                experiment.run(driver, mix, load, run);
                nginx.ifPresent(other -> experiment.compare(driver, other.target(), load, run));
            }
        }
    }

    private Map<String, String> summary(Target target) {
        Map<String, String> summary = new LinkedHashMap<>();
        summary.put("server", settings.target().isPresent() ? target.url().toString() : "fresh");
        summary.put("workloads", settings.workloads().stream().map(Workload::label).collect(Collectors.joining(" + ")));
        summary.put(
                settings.load().isOpen() ? "users/s" : "users",
                Integer.toString(settings.load().isOpen() ? settings.load().rate() : settings.load().users()));
        summary.put("seconds", Integer.toString(settings.load().seconds()));
        summary.put("runs", Integer.toString(settings.runs()));
        summary.put("warm-up", settings.warmUp() + " s");
        if (settings.cores().server() > 0) {
            summary.put("server's cores", Integer.toString(settings.cores().server()));
        }
        return summary;
    }
}
