package dev.fazt.host.listener;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class LinesTest {
    private final Lines lines = new Lines(1_000);

    private Line of(String method) {
        return lines.forMethod(method.getBytes(StandardCharsets.US_ASCII)[0]);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD", "OPTIONS"})
    void requests_that_read_have_a_line(String method) {
        assertThat(of(method)).isSameAs(lines.forMethod((byte) 'G'));
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "PATCH", "DELETE"})
    void requests_that_change_something_have_another(String method) {
        assertThat(of(method)).isSameAs(lines.forMethod((byte) 'P'));
    }

    @Test
    void nobody_who_reads_waits_for_those_who_change_something() {
        for (int i = 0; i < Line.AT_ONCE; i++) {
            assertThat(lines.forMethod((byte) 'P').await()).isNotNull();
        }
        assertThat(lines.forMethod((byte) 'G').await()).isNotNull();
    }
}
