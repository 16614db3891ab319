package dev.fazt.gatling;

import dev.fazt.gatling.drive.Load;
import dev.fazt.gatling.server.Cores;
import dev.fazt.gatling.server.Target;
import dev.fazt.gatling.workload.Mix;
import dev.fazt.gatling.workload.Workload;
import dev.fazt.gatling.workload.Workloads;
import java.net.URI;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Says what to measure.
 *
 * @param target the server; empty for a fresh one
 * @param page what reads ask for, of a server that is not set up; empty for the lab's own site
 * @param connections with how many kept-alive connections wrk reads
 * @param warmUp how many seconds of mixed load come before the first run
 * @param starts how often a server is started to see how long it takes
 * @param repository the clone that holds the built distribution
 * @param folder receives the report, and the data file while it is needed
 */
record Settings(
        Optional<Target> target,
        Optional<String> page,
        Load load,
        int runs,
        List<Workload> workloads,
        Set<DriverChoice> drivers,
        List<Integer> connections,
        int warmUp,
        int starts,
        Cores cores,
        Path repository,
        Path folder) {

    /** Is what sends the requests. */
    enum DriverChoice {
        GATLING,
        WRK
    }

    Settings {
        if (runs < 1 || warmUp < 0 || starts < 0) {
            throw new IllegalArgumentException("-Druns must be at least 1, -Dwarmup and -Dstarts at least 0");
        }
        if (page.isPresent() && workloads.stream().anyMatch(workload -> !workload.equals(new Mix(0)))) {
            throw new IllegalArgumentException("-Dpath is for reads alone: add -Dwrites=0");
        }
        if (page.isEmpty() && target.filter(known -> known.token().isEmpty()).isPresent()) {
            throw new IllegalArgumentException(
                    "there is no token: make one with 'fazt token create lab \"*\"' and add -Dtoken=…, or read one page with -Dpath=… -Dwrites=0");
        }
        if (target.isPresent() && cores.server() > 0) {
            throw new IllegalArgumentException("-Dcores is for a fresh server: leave -Dtarget out");
        }
    }

    /** Reads the settings from the properties and the environment that the build hands over. */
    static Settings of(Map<?, ?> properties, Map<String, String> environment) {
        Properties given = new Properties(properties);
        return new Settings(
                given.text("target")
                        .map(url -> new Target(
                                URI.create(url.replaceFirst("/+$", "")),
                                environment.getOrDefault("FAZT_LAB_TOKEN", ""),
                                given.text("pid").map(pid -> (long) Properties.number("pid", pid)))),
                given.text("path"),
                new Load(given.number("users"), given.number("rate"), given.number("duration")),
                given.number("runs"),
                Workloads.parse(given.text("workloads").orElse("mix"), given.text("writes").orElse("")),
                drivers(given.text("driver").orElse("all")),
                Arrays.stream(given.text("connections").orElse("").split(",", -1))
                        .map(count -> Properties.number("connections", count))
                        .toList(),
                given.number("warmup"),
                given.number("starts"),
                new Cores(given.number("cores"), Runtime.getRuntime().availableProcessors()),
                Path.of(given.text("clone").orElse(".")),
                Path.of(given.text("folder").orElse("target/lab")));
    }

    private static Set<DriverChoice> drivers(String name) {
        if (name.equals("all")) {
            return EnumSet.allOf(DriverChoice.class);
        }
        try {
            return EnumSet.of(DriverChoice.valueOf(name.toUpperCase(Locale.ROOT)));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("-Ddriver: there is no '%s': choose gatling, wrk or all".formatted(name), e);
        }
    }

    /** Are the properties {@code lab.*} that the build hands over; one that is not set is empty text. */
    private record Properties(Map<?, ?> all) {
        Optional<String> text(String name) {
            return all.get("lab." + name) instanceof String text && !text.isBlank()
                    ? Optional.of(text.strip())
                    : Optional.empty();
        }

        int number(String name) {
            return number(name, text(name).orElse(""));
        }

        static int number(String name, String text) {
            try {
                return Integer.parseInt(text.strip());
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException("-D%s: '%s' is not a number".formatted(name, text), e);
            }
        }
    }
}
