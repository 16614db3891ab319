package dev.fazt.host.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Sends forms as browsers and programs do. */
class FormsScenarioTest extends FormsTestCase {
    @Nested
    class A_browser {
        @Test
        void is_sent_to_a_page_that_says_thanks() {
            HttpResponse<String> answer = post("name=Ada&message=Hello+there", URL_ENCODED);
            assertThat(answer.statusCode()).isEqualTo(303);
            assertThat(location(answer)).isEqualTo("/_fazt/forms/contact/thanks");
            HttpResponse<String> thanks = server.get("blog", location(answer));
            assertThat(thanks.statusCode()).isEqualTo(200);
            assertThat(thanks.headers().firstValue("Content-Security-Policy").orElseThrow())
                    .startsWith("default-src 'none'");
            assertThat(thanks.body()).contains("Thank you", "href=\"/\"");
            assertThat(stored().getFirst()).isEqualTo(Map.of("name", List.of("Ada"), "message", List.of("Hello there")));
        }

        @ParameterizedTest
        @CsvSource({
            "/done, /done",
            "//evil.example/, /_fazt/forms/contact/thanks",
            "https://evil.example/, /_fazt/forms/contact/thanks",
        })
        void goes_on_only_to_where_it_may(String next, String expected) {
            assertThat(location(post("name=a&message=b&_next=" + next, URL_ENCODED))).isEqualTo(expected);
        }

        @Test
        void goes_to_where_the_owner_sends_it() {
            create("order", Map.of("redirect", "/ordered"));
            assertThat(location(server.site(
                            "blog", "POST", "/_fazt/forms/order", "", "item=1", "Content-Type", URL_ENCODED)))
                    .isEqualTo("/ordered");
        }

        @Test
        void may_send_multipart() {
            String body = String.join(
                    "\r\n",
                    "--xyz",
                    "Content-Disposition: form-data; name=\"name\"",
                    "",
                    "Grace",
                    "--xyz",
                    "Content-Disposition: form-data; name=\"message\"",
                    "",
                    "line one",
                    "line two",
                    "--xyz--",
                    "");
            assertThat(post(body, "multipart/form-data; boundary=xyz").statusCode()).isEqualTo(303);
            assertThat(stored().getFirst()).containsEntry("message", List.of("line one\r\nline two"));
        }

        @Test
        void sees_a_page_that_names_what_is_missing_and_runs_nothing() {
            HttpResponse<String> answer = post("email=%3Cscript%3E", URL_ENCODED);
            assertThat(answer.statusCode()).isEqualTo(422);
            assertThat(answer.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/html");
            assertThat(answer.body())
                    .contains("Name is required", "Message is required", "e-mail address")
                    .doesNotContain("<script");
        }

        @Test
        void that_opens_the_address_of_a_form_is_told_what_it_is() {
            HttpResponse<String> answer = server.get("blog", "/_fazt/forms/contact");
            assertThat(answer.statusCode()).isEqualTo(405);
            assertThat(answer.headers().firstValue("Allow")).isPresent();
        }

        @Test
        void may_use_a_site_below_the_control_host() {
            HttpResponse<String> answer = server.control(
                    "POST",
                    "/~blog/_fazt/forms/contact",
                    "",
                    "name=a&message=b&_next=/done",
                    "Content-Type",
                    URL_ENCODED,
                    "Origin",
                    "null");
            assertThat(location(answer)).isEqualTo("/~blog/done");
            assertThat(server.control("GET", "/~blog/_fazt/forms/contact/thanks", "", "").body())
                    .contains("href=\"/~blog/\"");
        }
    }

    @Nested
    class A_program {
        @Test
        void is_answered_as_formspree_does() {
            HttpResponse<String> answer = post("{\"name\":\"Ada\",\"message\":\"Hi\",\"age\":36,\"tags\":[\"a\",\"b\"]}", JSON);
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo("{\"ok\":true,\"next\":\"/_fazt/forms/contact/thanks\"}");
            assertThat(stored().getFirst()).containsEntry("age", List.of("36")).containsEntry("tags", List.of("a", "b"));
        }

        @Test
        void gets_json_for_a_form_when_it_asks_for_it() {
            HttpResponse<String> answer = post("name=a&message=b&_next=/done", URL_ENCODED, "Accept", JSON);
            assertThat(answer.body()).isEqualTo("{\"ok\":true,\"next\":\"/done\"}");
        }

        @Test
        void gets_an_error_for_each_field() {
            HttpResponse<String> answer = post("{\"name\":\" \",\"email\":\"nobody\"}", JSON);
            assertThat(answer.statusCode()).isEqualTo(422);
            JsonNode body = MAPPER.readTree(answer.body());
            assertThat(body.get("error").asString()).isEqualTo("name is required");
            assertThat(codes(body)).containsExactly("REQUIRED_FIELD_MISSING", "REQUIRED_FIELD_MISSING", "TYPE_EMAIL");
            assertThat(body.get("errors").get(2).get("field").asString()).isEqualTo("email");
            assertThat(stored()).isEmpty();
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "{\"name\":                                   | application/json                  | 400 | MALFORMED",
                    "name=%zz                                     | application/x-www-form-urlencoded | 400 | MALFORMED",
                    "--a                                          | multipart/form-data; boundary=a   | 400 | MALFORMED",
                    "--a                                          | multipart/form-data               | 400 | MALFORMED",
                    "{\"name\":{\"first\":\"Ada\"}}               | application/json                  | 422 | INVALID",
                    "name=a                                       | text/plain                        | 415 | UNSUPPORTED_MEDIA_TYPE",
                    "name=a                                       | nonsense                          | 415 | UNSUPPORTED_MEDIA_TYPE",
                })
        void is_told_what_is_wrong_with_the_body(String body, String type, int status, String code) {
            HttpResponse<String> answer = post(body.strip(), type, "Accept", JSON);
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
            assertThat(codes(MAPPER.readTree(answer.body()))).containsExactly(code);
        }

        @Test
        void is_told_that_files_are_not_taken() {
            String body = "--a\r\nContent-Disposition: form-data; name=\"cv\"; filename=\"cv.pdf\"\r\n\r\n%PDF\r\n--a--\r\n";
            HttpResponse<String> answer = post(body, "multipart/form-data; boundary=a", "Accept", JSON);
            assertThat(answer.statusCode()).isEqualTo(422);
            assertThat(codes(MAPPER.readTree(answer.body()))).containsExactly("NO_FILE_UPLOADS");
        }

        @Test
        void is_held_to_the_limits_of_size() {
            assertThat(post("name=a&message=" + "x".repeat(102_400), URL_ENCODED).statusCode())
                    .isEqualTo(303);
            HttpResponse<String> field = post("name=a&message=" + "x".repeat(102_401), URL_ENCODED, "Accept", JSON);
            assertThat(field.statusCode()).isEqualTo(413);
            assertThat(codes(MAPPER.readTree(field.body()))).containsExactly("FILES_TOO_BIG");
            assertThat(post(("x".repeat(99_000) + "&").repeat(11), URL_ENCODED).statusCode())
                    .isEqualTo(413);
        }

        @Test
        void is_told_which_command_makes_the_form() {
            HttpResponse<String> answer =
                    server.site("blog", "POST", "/_fazt/forms/orders", "", "{\"a\":1}", "Content-Type", JSON);
            assertThat(answer.statusCode()).isEqualTo(404);
            JsonNode body = MAPPER.readTree(answer.body());
            assertThat(codes(body)).containsExactly("FORM_NOT_FOUND");
            assertThat(body.get("error").asString()).contains("fazt forms create blog orders");
        }
    }

    @Nested
    class A_page_elsewhere {
        @Test
        void is_refused_until_the_owner_allows_it() {
            HttpResponse<String> refused = post("{\"name\":\"a\",\"message\":\"b\"}", JSON, "Origin", "https://shop.example.com");
            assertThat(refused.statusCode()).isEqualTo(403);
            assertThat(codes(MAPPER.readTree(refused.body()))).containsExactly("BLOCKED");
            create("contact", Map.of("origins", "https://shop.example.com", "rateLimit", 0));
            HttpResponse<String> taken = post(
                    "{\"name\":\"a\",\"_next\":\"https://shop.example.com/done\"}", JSON, "Origin", "https://shop.example.com");
            assertThat(taken.body()).isEqualTo("{\"ok\":true,\"next\":\"https://shop.example.com/done\"}");
            assertThat(taken.headers().firstValue("Access-Control-Allow-Origin")).contains("https://shop.example.com");
            HttpResponse<String> preflight = server.site(
                    "blog",
                    "OPTIONS",
                    "/_fazt/forms/contact",
                    "",
                    "",
                    "Origin",
                    "https://shop.example.com",
                    "Access-Control-Request-Method",
                    "POST");
            assertThat(preflight.statusCode()).isEqualTo(204);
            assertThat(preflight.headers().firstValue("Access-Control-Allow-Methods")).contains("POST");
        }

        @Test
        void is_not_the_site_itself() {
            String own = "http://blog.localhost:" + server.port();
            assertThat(post("name=a&message=b", URL_ENCODED, "Origin", own).statusCode()).isEqualTo(303);
            assertThat(post("name=a&message=b", URL_ENCODED, "Origin", "null").statusCode()).isEqualTo(403);
        }
    }

    @Nested
    class A_spammer {
        @ParameterizedTest
        @ValueSource(strings = {"_gotcha", "_hp"})
        void who_fills_a_honeypot_sees_what_everyone_sees(String honeypot) {
            HttpResponse<String> honest = post("name=a&message=b", URL_ENCODED, "Accept", JSON);
            HttpResponse<String> caught = post("name=a&message=buy&" + honeypot + "=x", URL_ENCODED, "Accept", JSON);
            assertThat(caught.statusCode()).isEqualTo(honest.statusCode());
            assertThat(caught.body()).isEqualTo(honest.body());
            assertThat(withoutDate(caught)).isEqualTo(withoutDate(honest));
            assertThat(stored()).hasSize(1);
            JsonNode quarantine = server.query("forms", "list", Map.of("site", "blog", "form", "contact", "spam", true));
            assertThat(quarantine.get("submissions").size()).isEqualTo(1);
            assertThat(quarantine.get("submissions").get(0).get("spamReason").asString()).isEqualTo("honeypot");
        }

        @Test
        void who_sends_too_often_is_told_when_to_come_back() {
            create("busy", Map.of("rateLimit", 2));
            assertThat(busy().statusCode()).isEqualTo(303);
            HttpResponse<String> held = busy();
            assertThat(held.statusCode()).isEqualTo(429);
            assertThat(Integer.parseInt(held.headers().firstValue("Retry-After").orElseThrow()))
                    .isBetween(1, 30);
            assertThat(post("name=a&message=b", URL_ENCODED).statusCode()).isEqualTo(303);
        }

        private HttpResponse<String> busy() {
            return server.site("blog", "POST", "/_fazt/forms/busy", "", "a=1", "Content-Type", URL_ENCODED);
        }

        private static Map<String, List<String>> withoutDate(HttpResponse<String> answer) {
            Map<String, List<String>> headers = new LinkedHashMap<>(answer.headers().map());
            headers.remove("date");
            return headers;
        }
    }
}
