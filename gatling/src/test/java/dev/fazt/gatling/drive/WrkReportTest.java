package dev.fazt.gatling.drive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fazt.gatling.figure.Answers;
import dev.fazt.gatling.figure.Kind;
import dev.fazt.gatling.figure.Percentiles;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class WrkReportTest {
    private static String output(int status, int sent, int inserts) {
        return """
                Running 2s test @ http://127.0.0.1:8080
                Requests/sec:  500.00
                LAB {"micros":2000000,"answers":1000,"status":%d,"broken":2,"sent":%d,"inserts":%d,\
                "p50":1500,"p95":2000,"p99":3000,"p999":4000,"max":5000}
                """
                .formatted(status, sent, inserts);
    }

    @Nested
    class A_report_of_wrk {
        @Test
        void has_rates_of_right_answers_and_times_in_milliseconds() {
            Answers answers = WrkReport.parse(output(100, 0, 0), 0);
            assertThat(answers.requestsPerSecond()).isEqualTo(450);
            assertThat(answers.latency()).isEqualTo(new Percentiles(1.5, 2, 3, 4, 5));
            assertThat(answers.failures()).isEqualTo(102);
            assertThat(answers.acknowledgedInAll()).isZero();
        }

        @Test
        void of_inserts_alone_has_every_right_answer_acknowledged() {
            assertThat(WrkReport.parse(output(100, 0, 0), 100).acknowledged()).containsEntry(Kind.DOCUMENT, 900L);
        }

        @Test
        void of_a_mix_takes_all_that_was_not_answered_rightly_for_inserts() {
            assertThat(WrkReport.parse(output(10, 1_050, 300), 30).acknowledged()).containsEntry(Kind.DOCUMENT, 240L);
        }

        @Test
        void that_is_not_there_is_an_error_with_what_wrk_said() {
            assertThatThrownBy(() -> WrkReport.parse("unable to connect", 0)).hasMessageContaining("unable to connect");
            assertThatThrownBy(() -> WrkReport.parse("LAB {", 0)).isInstanceOf(IllegalStateException.class);
        }
    }
}
