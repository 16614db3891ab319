package dev.fazt.gatling.workload;

import java.util.Map;
import java.util.Optional;

/**
 * Is a mix of reads of a page and inserts of documents.
 *
 * @param writes the share of inserts in percent
 */
public record Mix(int writes) implements Workload {
    private static final Map<Integer, Integer> FORERUNNER = Map.of(0, 19_536, 100, 832, 30, 2_282, 50, 1_458);

    public Mix {
        if (writes < 0 || writes > 100) {
            throw new IllegalArgumentException("-Dwrites: %d is no percentage".formatted(writes));
        }
    }

    @Override
    public String label() {
        return switch (writes) {
            case 0 -> "pure reads";
            case 100 -> "pure writes";
            default -> writes + " % writes";
        };
    }

    @Override
    public Optional<Integer> forerunner() {
        return Optional.ofNullable(FORERUNNER.get(writes));
    }
}
