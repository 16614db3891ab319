package dev.fazt.plugin.sites.serve;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteRangeTest {

    @ParameterizedTest
    @CsvSource({
        "bytes=0-0, 0, 0",
        "bytes=0-99, 0, 99",
        "bytes=10-, 10, 99",
        "bytes=90-500, 90, 99",
        "bytes=-1, 99, 99",
        "bytes=-500, 0, 99",
        "BYTES = 0-1, -1, -1",
        "Bytes=1-2, 1, 2",
        "bytes=0-999999999999999999, 0, 99"
    })
    void one_part_is_cut_to_the_length(String header, long first, long last) {
        ByteRange expected = first < 0 ? new ByteRange.Whole() : new ByteRange.Part(first, last);
        assertThat(ByteRange.parse(header, 100)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=100-", "bytes=100-200", "bytes=-0"})
    void a_part_beyond_the_end_can_not_be_sent(String header) {
        assertThat(ByteRange.parse(header, 100)).isEqualTo(new ByteRange.Unsatisfiable());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "bytes", "bytes=", "bytes=-", "bytes=5-1", "bytes=a-b", "items=0-1", "bytes=0-1,3-4", "bytes=--1"})
    void what_is_malformed_or_several_is_ignored(String header) {
        assertThat(ByteRange.parse(header, 100)).isEqualTo(new ByteRange.Whole());
    }

    @Test
    void an_empty_body_has_no_part() {
        assertThat(ByteRange.parse("bytes=0-", 0)).isEqualTo(new ByteRange.Unsatisfiable());
        assertThat(ByteRange.parse("bytes=-5", 0)).isEqualTo(new ByteRange.Unsatisfiable());
    }
}
