package dev.fazt.plugin.analytics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fazt.api.FaztException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

class EventPayloadTest {
    private static final JsonMapper JSON = JsonMapper.shared();

    private static EventPayload parse(String body) {
        return EventPayload.parse(body.getBytes(StandardCharsets.UTF_8), JSON);
    }

    @Test
    void reads_the_words_of_plausible() {
        var payload = parse("""
                {"name":"Signup","url":"https://blog.example.org/join?utm_source=x","domain":"ignored",
                 "referrer":"https://news.example/","props":{"plan":"pro","seats":3,"trial":true}}""");
        assertThat(payload)
                .isEqualTo(new EventPayload(
                        "Signup",
                        new PageUrl("blog.example.org", "/join", "utm_source=x"),
                        "https://news.example/",
                        "{\"plan\":\"pro\",\"seats\":3,\"trial\":true}"));
    }

    @Test
    void reads_their_first_letters_too() {
        assertThat(parse("{\"n\":\"pageview\",\"u\":\"http://x.org/a\",\"r\":null,\"p\":{}}"))
                .isEqualTo(new EventPayload("pageview", new PageUrl("x.org", "/a", ""), "", null));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '\'',
            textBlock = """
            ''                                                ; 400
            {                                                 ; 400
            []                                                ; 400
            "text"                                            ; 400
            {}                                                ; 422
            {"name":"a"}                                      ; 422
            {"name":"","url":"/"}                             ; 422
            {"name":7,"url":"/"}                              ; 422
            {"name":"a","url":"about:blank"}                  ; 422
            {"name":"a","url":"/","props":[]}                 ; 422
            {"name":"a","url":"/","props":{"x":{"y":1}}}      ; 422
            {"name":"a","url":"/","props":{"":1}}             ; 422
            """)
    void refuses_what_is_no_event(String body, int status) {
        assertThatThrownBy(() -> parse(body))
                .isInstanceOfSatisfying(
                        FaztException.class, e -> assertThat(e.fault().status()).isEqualTo(status));
    }

    @Test
    void takes_thirty_props_and_no_more() {
        assertThat(parse(withProps(30)).props()).isNotNull();
        assertThatThrownBy(() -> parse(withProps(31))).hasMessage("31 props are more than 30");
    }

    private static String withProps(int number) {
        return IntStream.range(0, number)
                .mapToObj(i -> "\"p" + i + "\":" + i)
                .collect(Collectors.joining(",", "{\"name\":\"a\",\"url\":\"/\",\"props\":{", "}}"));
    }
}
