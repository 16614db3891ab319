package dev.fazt.gatling;

import java.util.Map;
import java.util.OptionalInt;

/**
 * Is a mix of requests.
 *
 * @param writes the share of inserts in percent; the others read a page
 */
record Workload(int writes) {
    /** What Fazt's forerunner served per second, by the share of writes. */
    private static final Map<Integer, Integer> FORERUNNER = Map.of(0, 19_536, 100, 832, 30, 2_282, 50, 1_458);

    Workload {
        if (writes < 0 || writes > 100) {
            throw new IllegalArgumentException("-Dwrites: %d is no percentage".formatted(writes));
        }
    }

    String label() {
        return switch (writes) {
            case 0 -> "pure reads";
            case 100 -> "pure writes";
            default -> writes + " % writes";
        };
    }

    /** Returns the requests per second of the forerunner, if it was measured so. */
    OptionalInt forerunner() {
        Integer measured = FORERUNNER.get(writes);
        return measured == null ? OptionalInt.empty() : OptionalInt.of(measured);
    }
}
