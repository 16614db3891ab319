package dev.fazt.plugin.forms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fazt.api.FaztException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AllowedOriginsTest {

    @ParameterizedTest
    @CsvSource({
        "http://blog.example.org:8080, blog.example.org:8080, false, true",
        "https://blog.example.org, blog.example.org, false, true",
        "https://blog.example.org, BLOG.example.org:443, false, true",
        "https://shop.example.com, blog.example.org, false, true",
        "https://evil.example, blog.example.org, false, false",
        "https://blog.example.org.evil.example, blog.example.org, false, false",
        "http://blog.example.org:8081, blog.example.org:8080, false, false",
        "blog.example.org, blog.example.org, false, false",
        "null, blog.example.org, false, false",
        "null, 127.0.0.1:8080, true, true",
        "'', '', false, false",
    })
    void admitTheSiteItselfAndWhatIsListed(String origin, String host, boolean byPath, boolean admitted) {
        assertThat(new AllowedOrigins(List.of("https://Shop.example.com:443")).admit(origin, host, byPath))
                .isEqualTo(admitted);
    }

    @ParameterizedTest
    @ValueSource(strings = {"example.org", "ftp://example.org", "https://", "https://a b", "https://u@example.org", "null"})
    void areRefusedWhenTheyAreNone(String value) {
        assertThatThrownBy(() -> new AllowedOrigins(List.of(value)))
                .isInstanceOf(FaztException.class)
                .hasMessageContaining("not an origin");
    }
}
