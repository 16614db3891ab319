package dev.fazt.gatling.watch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class StorageSampleTest {
    private static final String PAGE =
            """
            # HELP fazt_http_requests_total Requests answered.
            # TYPE fazt_http_requests_total counter
            fazt_http_requests_total 12345
            # TYPE fazt_storage_batch_units histogram
            fazt_storage_batch_units_bucket{le="1.0"} 3
            fazt_storage_batch_units_bucket{le="+Inf"} 40
            fazt_storage_batch_units_sum 900.0
            fazt_storage_batch_units_count 40
            # TYPE fazt_storage_queue_depth gauge
            fazt_storage_queue_depth{lane="docs"} 17
            fazt_storage_queue_depth{lane="a b"} 3
            fazt_storage_queue_depth_other 99
            fazt_storage_wal_bytes 4.2E6
            """;

    @Nested
    class A_page_of_metrics {
        @Test
        void is_added_up_over_labels() {
            assertThat(StorageSample.parse(5, PAGE)).contains(new StorageSample(5, 12_345, 20, 900, 40, 4_200_000));
        }

        @Test
        void of_something_else_is_no_sample() {
            assertThat(StorageSample.parse(5, "go_threads 7\n")).isEmpty();
            assertThat(StorageSample.parse(5, "<html>")).isEmpty();
        }
    }
}
