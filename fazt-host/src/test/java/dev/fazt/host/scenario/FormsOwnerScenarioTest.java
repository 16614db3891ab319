package dev.fazt.host.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fazt.host.TestServer;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Looks at forms and what they received as the owner does. */
class FormsOwnerScenarioTest extends FormsTestCase {
    @Test
    void lists_submissions_from_the_newest_page_by_page() {
        for (int i = 1; i <= 5; i++) {
            post("name=n" + i + "&message=m&_subject=s&email=a@example.org", URL_ENCODED);
        }
        JsonNode first = server.query("forms", "list", Map.of("site", "blog", "form", "contact", "limit", 3));
        assertThat(names(first)).containsExactly("n5", "n4", "n3");
        assertThat(first.get("submissions").get(0).get("replyTo").asString()).isEqualTo("a@example.org");
        post("name=n6&message=m", URL_ENCODED);
        JsonNode second = server.query(
                "forms",
                "list",
                Map.of("site", "blog", "form", "contact", "limit", 3, "cursor", first.get("cursor").asString()));
        assertThat(names(second)).containsExactly("n2", "n1");
        assertThat(second.path("cursor").isNull() || second.path("cursor").isMissingNode()).isTrue();
    }

    @Test
    void exports_all_fields_and_no_formula() {
        post("name=Ada&message=%3D1%2B1", URL_ENCODED);
        post("name=%22Q%22&message=two%0D%0Alines&phone=%2B49", URL_ENCODED);
        HttpResponse<String> csv =
                server.control("GET", "/api/forms/export?site=blog&form=contact", server.ownerToken(), "");
        assertThat(csv.headers().firstValue("Content-Type")).contains("text/csv; charset=utf-8");
        assertThat(csv.headers().firstValue("Content-Disposition").orElseThrow()).contains("blog-contact.csv");
        assertThat(csv.body())
                .startsWith("_id,_received_at,_subject,_replyto,name,message,phone\r\n")
                .contains(",Ada,'=1+1,\r\n")
                .endsWith(",\"\"\"Q\"\"\",\"two\r\nlines\",'+49\r\n");
    }

    @Test
    void exports_more_than_a_page_in_order() {
        for (int i = 0; i < 405; i++) {
            assertThat(post("name=n" + i + "&message=m", URL_ENCODED).statusCode()).isEqualTo(303);
        }
        List<String> lines = server.control("GET", "/api/forms/export?site=blog&form=contact", server.ownerToken(), "")
                .body()
                .lines()
                .toList();
        assertThat(lines).hasSize(406);
        assertThat(lines.get(1)).endsWith(",n0,m");
        assertThat(lines.get(405)).endsWith(",n404,m");
    }

    @Test
    void deletes_a_submission() {
        post("name=a&message=b", URL_ENCODED);
        String id = list().get("submissions").get(0).get("id").asString();
        server.operation("forms", "delete", Map.of("site", "blog", "form", "contact", "id", id));
        assertThat(stored()).isEmpty();
        HttpResponse<String> again = server.control(
                "POST",
                "/api/forms/delete",
                server.ownerToken(),
                "{\"site\":\"blog\",\"form\":\"contact\",\"id\":\"" + id + "\"}",
                "Content-Type",
                JSON);
        assertThat(again.statusCode()).isEqualTo(404);
    }

    @Test
    void sees_the_forms_and_changes_their_settings() {
        post("name=a&message=b", URL_ENCODED);
        post("name=a&message=b&_hp=1", URL_ENCODED);
        JsonNode form = server.query("forms", "list-forms", Map.of("site", "blog")).get("forms").get(0);
        assertThat(form.get("submissions").asInt()).isEqualTo(1);
        assertThat(form.get("spam").asInt()).isEqualTo(1);
        assertThat(form.get("required").asString()).isEqualTo("name,message");
        JsonNode changed = server.operation("forms", "create", Map.of("site", "blog", "form", "contact"));
        assertThat(changed.get("created").asBoolean()).isFalse();
        assertThat(post("other=1", URL_ENCODED).statusCode()).isEqualTo(303);
    }

    @Test
    void is_told_what_is_wrong_with_a_setting() {
        for (Map<String, ?> wrong : List.<Map<String, ?>>of(
                Map.of("site", "blog", "form", "a b"),
                Map.of("site", "blog", "form", "x", "origins", "example.org"),
                Map.of("site", "blog", "form", "x", "redirect", "javascript:1"),
                Map.of("site", "blog", "form", "x", "rateLimit", -1),
                Map.of("site", "blog", "form", "x", "required", "_next"))) {
            HttpResponse<String> answer = server.control(
                    "POST",
                    "/api/forms/create",
                    server.ownerToken(),
                    MAPPER.writeValueAsString(wrong),
                    "Content-Type",
                    JSON);
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(422);
        }
    }

    @Test
    void shares_submissions_with_nobody_who_has_no_scope() {
        String path = "/api/forms/list?site=blog&form=contact";
        assertThat(server.control("GET", path, "", "").statusCode()).isEqualTo(401);
        assertThat(server.control("GET", path, server.token("docs:read"), "").statusCode()).isEqualTo(403);
        assertThat(server.control("GET", path, server.token("forms:read"), "").statusCode()).isEqualTo(200);
    }

    @Test
    void finds_in_the_file_what_was_acknowledged_and_no_address() {
        post("name=a&message=b", URL_ENCODED);
        assertThat(TestServer.sqlite(server.database(), "SELECT COUNT(*) FROM submissions")).isEqualTo("1");
        assertThat(TestServer.sqlite(server.database(), "SELECT COUNT(*) FROM submissions WHERE fields LIKE '%127.0.0.1%'"))
                .isEqualTo("0");
        server.close();
        server = TestServer.start(folder);
        assertThat(stored()).hasSize(1);
    }
}
