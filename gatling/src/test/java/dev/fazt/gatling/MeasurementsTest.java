package dev.fazt.gatling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class MeasurementsTest {
    private static final long SECOND = 1_000_000_000L;

    private final Measurements measurements = new Measurements();

    @Nested
    class Figures {
        @Test
        void are_rates_and_nearest_ranks() {
            for (int millis = 1; millis <= 100; millis++) {
                measurements.answered(millis, millis % 2 == 0, millis == 100 ? 2 * SECOND + 1_000_000 : SECOND);
            }
            measurements.answered(1, false, 1_000_000);
            Outcome outcome = measurements.outcome(new Workload(50), 50);
            assertThat(outcome.requestsPerSecond()).isBetween(50.4, 50.5);
            assertThat(List.of(outcome.p50(), outcome.p95(), outcome.p99(), outcome.max()))
                    .containsExactly(50, 95, 99, 100);
            assertThat(outcome.acknowledged()).isEqualTo(50);
            assertThat(outcome.passed()).isTrue();
        }

        @Test
        void are_zero_when_nothing_was_answered_and_that_is_no_success() {
            Outcome outcome = measurements.outcome(new Workload(0), 0);
            assertThat(outcome.requestsPerSecond()).isZero();
            assertThat(outcome.max()).isZero();
            assertThat(outcome.passed()).isFalse();
        }

        @Test
        void show_failures_and_missing_rows() {
            measurements.answered(1, true, 1);
            measurements.answered(1, true, 2);
            assertThat(measurements.outcome(new Workload(100), 1).missing()).isEqualTo(1);
            assertThat(measurements.outcome(new Workload(100), 1).passed()).isFalse();
            assertThat(measurements.outcome(new Workload(100), 3).missing()).isZero();
            measurements.failed();
            assertThat(measurements.outcome(new Workload(100), 3).passed()).isFalse();
        }
    }

    @Nested
    class Tables {
        @Test
        void stand_next_to_the_forerunner() {
            Outcome known = new Outcome(new Workload(100), 8_320.4, 10, 20, 30, 40, 0, 166_408, 166_408);
            Outcome other = new Outcome(new Workload(7), 1.0, 1, 1, 1, 1, 2, 3, 2);
            assertThat(Table.of(List.of(known, other)).lines().skip(2))
                    .containsExactly(
                            "| pure writes |      8,320 |        832 |  10.0 |     10 |     20 |     30 |     40 |        0 |      166,408 |   166,408 |       0 |",
                            "| 7 % writes  |          1 |            |       |      1 |      1 |      1 |      1 |        2 |            3 |         2 |       1 |");
        }
    }

    @Nested
    class Orders {
        private static final Map<String, String> TOKEN = Map.of("FAZT_LAB_TOKEN", "t");

        @Test
        void are_read_from_the_build() {
            Settings settings = Settings.of(properties("10", "0,100"), TOKEN);
            assertThat(settings.target().toString()).isEqualTo("http://127.0.0.1:8080");
            assertThat(settings.workloads()).containsExactly(new Workload(0), new Workload(100));
        }

        @Test
        void say_what_is_wrong_with_them() {
            assertThatThrownBy(() -> Settings.of(properties("many", "0"), TOKEN)).hasMessage("-Dusers: 'many' is not a number");
            assertThatThrownBy(() -> Settings.of(properties("1", "101"), TOKEN)).hasMessageContaining("no percentage");
            assertThatThrownBy(() -> Settings.of(properties("1", "0"), Map.of())).hasMessageContaining("no token");
        }

        private static Map<String, String> properties(String users, String writes) {
            return Map.of(
                    "lab.target", "http://127.0.0.1:8080/", "lab.users", users, "lab.duration", "1", "lab.writes", writes);
        }
    }
}
