package dev.fazt.gatling.workload;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Reads which workloads are wanted. */
public final class Workloads {
    private static final String MIX = "mix";

    private Workloads() {}

    /**
     * Reads the names of workloads.
     *
     * @param names joined by commas; {@code mix} stands for all shares of writes
     * @param writes shares of writes in percent, joined by commas
     */
    public static List<Workload> parse(String names, String writes) {
        List<Workload> workloads = new ArrayList<>();
        for (String name : names.split(",", -1)) {
            if (name.strip().equals(MIX)) {
                Arrays.stream(writes.split(",", -1)).map(Workloads::mix).forEach(workloads::add);
            } else {
                workloads.add(activity(name.strip()));
            }
        }
        return List.copyOf(workloads);
    }

    private static Mix mix(String writes) {
        try {
            return new Mix(Integer.parseInt(writes.strip()));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("-Dwrites: '%s' is not a number".formatted(writes), e);
        }
    }

    private static Activity activity(String name) {
        try {
            return Activity.valueOf(name.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "-Dworkloads: there is no '%s': choose from mix, forms, analytics, day".formatted(name), e);
        }
    }
}
