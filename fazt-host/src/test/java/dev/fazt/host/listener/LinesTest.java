package dev.fazt.host.listener;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class LinesTest {
    private final Lines lines = new Lines();

    private Turns of(String method) {
        return lines.forMethod(method.getBytes(StandardCharsets.US_ASCII)[0]);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD", "OPTIONS"})
    void requests_that_read_have_a_line(String method) {
        assertThat(of(method)).isSameAs(lines.reading());
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "PATCH", "DELETE"})
    void requests_that_change_something_have_another(String method) {
        assertThat(of(method)).isSameAs(lines.changing());
    }

    @Test
    void nobody_who_reads_waits_for_those_who_change_something() throws Exception {
        for (int i = 0; i < Turns.AT_ONCE; i++) {
            assertThat(lines.changing().take()).isNotNull();
        }
        CompletableFuture<Turns.Turn> turn = CompletableFuture.supplyAsync(() -> {
            try {
                return lines.reading().take();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        assertThat(turn.get()).isNotNull();
    }
}
