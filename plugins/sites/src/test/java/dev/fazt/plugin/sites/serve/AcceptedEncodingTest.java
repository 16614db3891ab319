package dev.fazt.plugin.sites.serve;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AcceptedEncodingTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "gzip | gzip | 1000",
                "br, GZIP;q=0.5 | gzip | 500",
                "deflate,gzip | gzip | 1000",
                "* | gzip | 1000",
                "identity, *;q=0.1 | br | 100",
                "gzip;q=0.001 | gzip | 1",
                "gzip ; q=1.000 | gzip | 1000",
                "*;q=0.5, br;q=0.25 | br | 250",
                "gzip, br | br | 1000",
                "gzip;q=high | gzip | 1000",
                "'' | gzip | 0",
                "br | gzip | 0",
                "gzip;q=0 | gzip | 0",
                "gzip; q=0.000, * | gzip | 0",
                "identity | br | 0",
                "*;q=0 | br | 0",
                "notgzip | gzip | 0",
                "gzipped, bro | br | 0"
            })
    void each_coding_has_its_weight(String header, String coding, int weight) {
        assertThat(AcceptedEncoding.weight(header, coding)).isEqualTo(weight);
    }
}
