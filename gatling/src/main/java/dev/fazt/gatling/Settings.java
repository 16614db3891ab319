package dev.fazt.gatling;

import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Says what to measure.
 *
 * @param target the server, without a slash at the end
 * @param token an API token with the scopes {@code sites:deploy}, {@code docs:read} and {@code docs:write}, or the owner's
 * @param users how many send at the same time, each on a connection of its own
 * @param seconds how long each workload runs
 */
record Settings(URI target, String token, int users, int seconds, List<Workload> workloads) {

    Settings {
        if (token.isBlank()) {
            throw new IllegalArgumentException(
                    "there is no token: make one with 'fazt token create lab sites:deploy,docs:read,docs:write' and add -Dtoken=…");
        }
        if (users < 1 || seconds < 1) {
            throw new IllegalArgumentException("users and duration must be at least 1");
        }
        workloads = List.copyOf(workloads);
    }

    /** Reads the settings from the properties and the environment that the build hands over. */
    static Settings of(Map<?, ?> properties, Map<String, String> environment) {
        return new Settings(
                URI.create(text(properties, "lab.target").replaceFirst("/+$", "")),
                environment.getOrDefault("FAZT_LAB_TOKEN", ""),
                number(properties, "lab.users"),
                number(properties, "lab.duration"),
                Arrays.stream(text(properties, "lab.writes").split(",", -1))
                        .map(percent -> new Workload(parsed("lab.writes", percent)))
                        .toList());
    }

    private static int number(Map<?, ?> properties, String name) {
        return parsed(name, text(properties, name));
    }

    private static int parsed(String name, String text) {
        try {
            return Integer.parseInt(text.strip());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("-D%s: '%s' is not a number".formatted(name.replace("lab.", ""), text), e);
        }
    }

    private static String text(Map<?, ?> properties, String name) {
        return properties.get(name) instanceof String text ? text : "";
    }
}
