package dev.fazt.plugin.sites.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
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
        "bytes=0-999999999999999999, 0, 99",
        "bytes=0-99999999999999999999999, 0, 99",
        "bytes=-99999999999999999999999, 0, 99",
        "bytes=0000000000000000000000001-2, 1, 2"
    })
    void one_part_is_cut_to_the_length(String header, long first, long last) {
        ByteRange expected = first < 0 ? new ByteRange.Whole() : new ByteRange.Part(first, last);
        assertThat(ByteRange.parse(header, 100)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=100-", "bytes=100-200", "bytes=-0", "bytes=-00", "bytes=99999999999999999999-"})
    void a_part_beyond_the_end_can_not_be_sent(String header) {
        assertThat(ByteRange.parse(header, 100)).isEqualTo(new ByteRange.Unsatisfiable());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "bytes", "bytes=", "bytes=-", "bytes=5-1", "bytes=a-b", "items=0-1", "bytes=--1", "bytes=,", "bytes=0-1,x", "bytes=0-1,5-2",
                "bytes=\u0661-\u0662", "bytes=0-0,10-10,20-20,30-30,40-40,50-50,60-60,70-70,80-80"})
    void what_is_malformed_or_too_much_is_ignored(String header) {
        assertThat(ByteRange.parse(header, 100)).isEqualTo(new ByteRange.Whole());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "bytes=0-0,500-509 | 0-0 500-509",
                "bytes=500-509, 0-0 | 500-509 0-0",
                "bytes=-1,0-0 | 999-999 0-0",
                "bytes=,0-1,,400-,| 0-1 400-999",
                "bytes=0-0,5000-6000 | 0-0",
                "bytes=5000-,6000- | none",
                "bytes=0-10,5-20 | 0-20",
                "bytes=0-10,11-20 | 0-20",
                "bytes=500-600,0-10,5-20 | 0-20 500-600",
                "bytes=0-,0-,0-,0- | 0-999",
                "bytes=0-10,50-60 | 0-60"
            })
    void several_parts_are_kept_apart_or_joined(String header, String expected) {
        String actual = switch (ByteRange.parse(header, 1_000)) {
            case ByteRange.Whole whole -> "whole";
            case ByteRange.Unsatisfiable unsatisfiable -> "none";
            case ByteRange.Part part -> part.first() + "-" + part.last();
            case ByteRange.Parts parts -> parts.parts().stream()
                    .map(part -> part.first() + "-" + part.last())
                    .collect(Collectors.joining(" "));
        };
        assertThat(actual).isEqualTo(expected);
    }

    @Test
    void an_empty_body_has_no_part() {
        assertThat(ByteRange.parse("bytes=0-", 0)).isEqualTo(new ByteRange.Unsatisfiable());
        assertThat(ByteRange.parse("bytes=-5", 0)).isEqualTo(new ByteRange.Unsatisfiable());
    }
}
