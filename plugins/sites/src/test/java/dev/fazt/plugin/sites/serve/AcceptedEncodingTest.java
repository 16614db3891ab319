package dev.fazt.plugin.sites.serve;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AcceptedEncodingTest {

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "br, GZIP;q=0.5", "deflate,gzip", "*", "identity, *;q=0.1", "gzip;q=0.001"})
    void gzip_is_taken(String header) {
        assertThat(AcceptedEncoding.gzip(header)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "br", "gzip;q=0", "gzip; q=0.000, *", "identity", "*;q=0", "notgzip"})
    void gzip_is_not_taken(String header) {
        assertThat(AcceptedEncoding.gzip(header)).isFalse();
    }
}
