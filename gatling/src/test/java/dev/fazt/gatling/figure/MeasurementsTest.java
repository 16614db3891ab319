package dev.fazt.gatling.figure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class MeasurementsTest {
    private static final long BEGIN = 1_000_000;

    private final Measurements measurements = new Measurements();

    @Nested
    class Response_times {
        @Test
        void are_nearest_ranks() {
            for (int millis = 1; millis <= 1_000; millis++) {
                measurements.answered(Kind.READ, millis, BEGIN + millis);
            }
            assertThat(measurements.answers().latency()).isEqualTo(new Percentiles(500, 950, 990, 999, 1_000));
        }

        @Test
        void are_the_same_below_a_second_and_right_to_a_five_hundredth_above() {
            for (int millis : new int[] {0, 1, 1_023, 1_024, 1_025, 2_047, 2_048, 4_097, 30_000, 65_535}) {
                LatencyHistogram histogram = new LatencyHistogram();
                histogram.add(millis);
                histogram.add(millis);
                histogram.add(65_535);
                assertThat(histogram.percentiles().p50()).isBetween((double) millis, millis * (1 + 1 / 512.0));
            }
        }

        @Test
        void stay_within_bounds() {
            LatencyHistogram histogram = new LatencyHistogram();
            histogram.add(-1);
            histogram.add(Integer.MAX_VALUE);
            assertThat(histogram.count()).isEqualTo(2);
            assertThat(histogram.percentiles().max()).isEqualTo(65_535);
        }
    }

    @Nested
    class Rates {
        @Test
        void leave_out_the_seconds_in_which_users_come_and_go() {
            answer(3, 100);
            answer(2, 600);
            answer(10, 2_500);
            answer(20, 4_500);
            answer(4, 5_100);
            // The third, fourth and fifth second count; the fourth has no answer.
            assertThat(measurements.answers().requestsPerSecond()).isEqualTo(10);
        }

        @Test
        void are_over_all_if_there_is_no_full_second() {
            answer(50, 100);
            answer(50, 600);
            assertThat(measurements.answers().requestsPerSecond()).isEqualTo(200);
        }

        @Test
        void are_zero_when_nothing_was_answered() {
            assertThat(measurements.answers().requestsPerSecond()).isZero();
            assertThat(measurements.answers().latency().max()).isZero();
        }

        private void answer(int times, int after) {
            for (int i = 0; i < times; i++) {
                measurements.answered(Kind.READ, 0, BEGIN + after);
            }
        }
    }

    @Nested
    class Writes {
        @Test
        void that_are_acknowledged_must_be_there_each_kind_by_itself() {
            measurements.answered(Kind.DOCUMENT, 1, BEGIN);
            measurements.answered(Kind.DOCUMENT, 1, BEGIN);
            measurements.answered(Kind.EVENT, 1, BEGIN);
            measurements.answered(Kind.READ, 1, BEGIN);
            assertThat(measured(Map.of(Kind.DOCUMENT, 2L, Kind.EVENT, 1L)).passed()).isTrue();
            assertThat(measured(Map.of(Kind.DOCUMENT, 5L, Kind.EVENT, 0L)).missing()).isEqualTo(1);
            assertThat(measured(Map.of()).missing()).isEqualTo(3);
            assertThat(measured(Map.of()).passed()).isFalse();
        }

        @Test
        void may_be_more_than_were_acknowledged() {
            measurements.answered(Kind.DOCUMENT, 1, BEGIN);
            assertThat(measured(Map.of(Kind.DOCUMENT, 2L)).passed()).isTrue();
        }

        @Test
        void that_fail_are_no_success() {
            measurements.answered(Kind.READ, 1, BEGIN);
            assertThat(measured(Map.of()).passed()).isTrue();
            measurements.failed();
            assertThat(measured(Map.of()).passed()).isFalse();
        }

        private Measured measured(Map<Kind, Long> rows) {
            Subject subject = new Subject("gatling", Subject.FAZT, "pure writes", 1, Optional.empty());
            return new Measured(
                    subject, 1, 0, 1, measurements.answers(), rows, 0, Optional.empty(), Optional.empty(), List.of());
        }
    }

    @Nested
    class Spreads {
        @Test
        void have_the_middle_of_the_runs() {
            assertThat(Spread.of(3, 1, 2)).isEqualTo(new Spread(2, 1, 3));
            assertThat(Spread.of(4, 1, 3, 2).median()).isEqualTo(2.5);
            assertThat(Spread.of()).isEqualTo(new Spread(0, 0, 0));
        }
    }
}
