package dev.fazt.plugin.docs.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.fazt.api.FaztException;
import dev.fazt.plugin.docs.query.Filter.Comparison;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FilterTest {
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

    private static Filter parse(String text) {
        return Filter.parse(text, NOW);
    }

    private static Comparison comparison(String text) {
        return (Comparison) parse(text);
    }

    private static SqlText sql(String filter) {
        SqlText sql = new SqlText();
        FilterSql.append(sql, parse(filter));
        return sql;
    }

    @Nested
    class Grammar {
        @Test
        void and_binds_tighter_than_or() {
            assertThat(parse("a = 1 || b = 2 && c = 3"))
                    .isInstanceOfSatisfying(Filter.Or.class, or -> assertThat(or.terms().get(1))
                            .isInstanceOf(Filter.And.class));
        }

        @Test
        void brackets_bind_tightest() {
            assertThat(parse("(a = 1 || b = 2) && c = 3")).isInstanceOf(Filter.And.class);
        }

        @Test
        void a_value_may_stand_on_the_left() {
            assertThat(comparison("18 <= age")).isEqualTo(comparison("age >= 18"));
        }

        @ParameterizedTest
        @ValueSource(strings = {"=", "!=", ">", ">=", "<", "<=", "~", "!~"})
        void every_operator_is_read_also_for_any_element(String symbol) {
            assertThat(comparison("a " + symbol + " 'x'").operator().symbol()).isEqualTo(symbol);
            assertThat(comparison("a ?" + symbol + "'x'").anyOf()).isTrue();
        }

        @Test
        void strings_have_two_kinds_of_quotes_and_escapes() {
            assertThat(comparison("a = 'it\\'s \"x\"\\n'").right()).isEqualTo(new Operand.Text("it's \"x\"\n"));
            assertThat(comparison("a = \"it's\"").right()).isEqualTo(new Operand.Text("it's"));
        }

        @ParameterizedTest
        @CsvSource({"5,5", "-5,-5", "1e3,1000", "999999999999999999,999999999999999999"})
        void whole_numbers_stay_whole(String text, long value) {
            assertThat(comparison("a = " + text).right()).isEqualTo(new Operand.Whole(value));
        }

        @Test
        void other_numbers_are_real() {
            assertThat(comparison("a = 1.5").right()).isEqualTo(new Operand.Real(1.5));
            assertThat(comparison("a = 12345678901234567890").right()).isEqualTo(new Operand.Real(Double.parseDouble("12345678901234567890")));
        }

        @Test
        void macros_are_moments_in_utc() {
            assertThat(comparison("a < @now").right()).isEqualTo(new Operand.Moment(NOW));
            assertThat(comparison("a < @monthEnd").right())
                    .isEqualTo(new Operand.Moment(Instant.parse("2026-11-30T23:59:59.999Z")));
        }
    }

    @Nested
    class Refuses {
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "a", "a =", "= 1", "a = 1 b = 2", "a = 1 &&", "&& a = 1", "(a = 1", "a = 1)", "()", "a = 'x", "a == 1",
                    "a <> 1", "a === 1", "a = 1 & b = 2", "a = 1 | b = 2", "a = 1 AND b = 2", "a LIKE 'x'", "a IN (1)",
                    "a = $1", "a = 1; DROP TABLE documents", "a = 1 -- x", "a = 1 /* */", "a = '\\x'", "a-b = 1",
                    "a.b. = 1", ".a = 1", "a..b = 1", "a[0] = 1", "$.a = 1", "`a` = 1", "a = @nope", "a = @", "1 = 1",
                    "'a' ~ a", "a ~ 1", "a > true", "a < null", "a = 01", "a = 1.", "a = 1e9999", "a = 1e999", "a = 0x10",
                    "id = 5", "id.x = 'a'", "created ~ 'x'", "created = 'yesterday'", "created = null", "created ?= @now",
                    "a = created", "a ?= b", "a.b.c.d.e.f.g.h.i = 1", "ä = 1", "a =! 1", "a ?? 1", "a = 1 || ", "a != = 1"
                })
        void what_it_does_not_understand(String text) {
            assertThatExceptionOfType(FaztException.class)
                    .isThrownBy(() -> parse(text))
                    .satisfies(e -> assertThat(e.fault().status()).isEqualTo(422));
        }

        @Test
        void more_than_it_can_bear() {
            String fifty = "a = 1" + " && a = 1".repeat(49);
            assertThat(parse(fifty)).isInstanceOf(Filter.And.class);
            for (String text : List.of(
                    fifty + " && a = 1", "a = '" + "x".repeat(2_000) + "'", "(".repeat(21) + "a = 1" + ")".repeat(21))) {
                assertThatExceptionOfType(FaztException.class).isThrownBy(() -> parse(text));
            }
        }
    }

    @Nested
    class Sql {
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "marker = '\\' OR 1 = 1 --'", "marker ~ '\\'); DROP TABLE documents; --'", "marker.marker ?= 'marker'",
                    "id = 'marker'", "marker = marker.marker && marker != null"
                })
        void never_holds_what_the_caller_wrote(String text) {
            assertThat(sql(text).text()).doesNotContain("marker", "DROP", "1 = 1", "--");
        }

        @Test
        void has_as_many_parameters_as_places() {
            SqlText sql = sql("(a.b > 5 || tags ?~ 'x' || c = d.e) && created < @now && id != 'x' && f !~ 'y' && g = true");
            assertThat(sql.text().chars().filter(c -> c == '?').count()).isEqualTo(sql.parameters().length);
        }

        @Test
        void is_the_same_text_for_other_values() {
            assertThat(sql("a = 1 && b ~ 'x'").text()).isEqualTo(sql("c = 2 && d ~ 'y%'").text());
        }

        @ParameterizedTest
        @CsvSource({"x,%x%", "x%,x%", "50\\%,%50\\%%", "a_b,%a\\_b%", "a\\b,%a\\\\b%"})
        void makes_patterns_as_pocketbase_does(String text, String pattern) {
            assertThat(LikePattern.of(text)).isEqualTo(pattern);
        }
    }
}
