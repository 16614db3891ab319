package dev.fazt.plugin.docs.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import dev.fazt.api.FaztException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class ListQueryTest {
    private static ListQuery parse(Map<String, String> parameters) {
        return ListQuery.parse(parameters, Instant.EPOCH);
    }

    private static ObjectNode document(String json) {
        return (ObjectNode) JsonMapper.shared().readTree(json);
    }

    private static void refused(Map<String, String> parameters) {
        assertThatExceptionOfType(FaztException.class)
                .isThrownBy(() -> parse(parameters))
                .satisfies(e -> assertThat(e.fault().status()).isEqualTo(422));
    }

    @Nested
    class Parameters {
        @Test
        void have_defaults() {
            ListQuery query = parse(Map.of("filter", " "));
            assertThat(query.filter()).isEmpty();
            assertThat(query.limit()).isEqualTo(30);
            assertThat(query.sort()).isEqualTo(Sort.BY_ID);
        }

        @ParameterizedTest
        @CsvSource({
            "limit,0", "limit,501", "limit,-1", "limit,x", "count,yes", "fitler,a=1", "sort,a b", "sort,'a,b,c,d'", "sort,'a,'",
            "sort,--a", "fields,a.", "fields,*", "cursor,x"
        })
        void that_are_wrong_are_refused(String name, String value) {
            refused(Map.of(name, value));
        }
    }

    @Nested
    class Order {
        @Test
        void ends_with_the_id_in_the_direction_of_the_last_key() {
            assertThat(Sort.parse("name,-created").keys())
                    .extracting(key -> key.field().toString(), SortKey::descending)
                    .containsExactly(
                            tuple("name", false),
                            tuple("created", true),
                            tuple("id", true));
        }

        @Test
        void binds_field_names_and_says_where_nulls_go() {
            SqlText sql = new SqlText();
            Sort.parse("-name").order(sql);
            assertThat(sql.text()).doesNotContain("name").endsWith("DESC NULLS LAST, id DESC NULLS LAST");
            assertThat(sql.text().chars().filter(c -> c == '?').count()).isEqualTo(sql.parameters().length);
        }
    }

    @Nested
    class Place {
        private static final Sort SORT = Sort.parse("-age,name.last");

        @Test
        void comes_back_as_it_was_written() {
            Cursor cursor =
                    Cursor.behind(document("{\"id\":\"x\",\"age\":5.25,\"name\":{\"last\":\"Ä\\u0000\"}}"), SORT);
            assertThat(Cursor.parse(cursor.text(SORT), SORT).text(SORT)).isEqualTo(cursor.text(SORT));
        }

        @Test
        void keeps_long_strings_short_and_takes_objects_for_missing() {
            Cursor cursor = Cursor.behind(
                    document("{\"id\":\"x\",\"age\":{},\"name\":{\"last\":\"" + "😀".repeat(1_000) + "\"}}"), SORT);
            assertThat(cursor.values().get(0).isNull()).isTrue();
            assertThat(cursor.values().get(1).stringValue()).isEqualTo("😀".repeat(SortKey.PREFIX));
        }

        @Test
        void belongs_to_one_order() {
            String text = Cursor.behind(document("{\"id\":\"x\"}"), SORT).text(SORT);
            refused(Map.of("sort", "age", "cursor", text));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "", "[]", "{}", "1", "[\"\"]", "[\"\",1]", "[\"\",null]", "[\"\",\"a\",\"b\"]", "[\"\",{\"a\":1}]", "[\"x\",\"a\"]"
                })
        void that_was_tampered_with_is_refused(String json) {
            String text = Base64.getUrlEncoder().encodeToString(json.getBytes(StandardCharsets.UTF_8));
            assertThatExceptionOfType(FaztException.class).isThrownBy(() -> Cursor.parse(text, Sort.BY_ID));
        }
    }

    @Test
    void chosen_fields_keep_their_places() {
        assertThat(FieldSelection.parse("a.b,c").of(document("{\"c\":1,\"a\":{\"b\":[2],\"x\":3},\"d\":4}")))
                .hasToString("{\"c\":1,\"a\":{\"b\":[2]}}");
    }
}
