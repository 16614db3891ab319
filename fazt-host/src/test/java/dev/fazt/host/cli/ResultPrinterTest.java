package dev.fazt.host.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Prints results for people, programs and spreadsheets. */
final class ResultPrinterTest {
    private static final String ROWS = """
            {"rows":[{"name":"a","madeAt":"2026-01-01","size":7},{"name":"日本","size":-1234,"text":"line\\nbreak \\"x\\", y"}]}
            """;

    private static String print(String json, OutputFormat format, boolean watched, Map<String, String> environment) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
        Shell shell = new Shell(stream, stream, InputStream.nullInputStream(), environment, watched);
        new ResultPrinter(shell).print(ServerClient.JSON.readTree(json), format);
        return out.toString(StandardCharsets.UTF_8);
    }

    private static String print(String json, OutputFormat format) {
        return print(json, format, false, Map.of());
    }

    @Nested
    final class A_table {
        @Test
        void is_aligned_whatever_width_its_signs_have() {
            assertThat(print(ROWS, OutputFormat.TABLE).lines())
                    .containsExactly(
                            "NAME  MADE AT     SIZE   TEXT",
                            "a     2026-01-01  7",
                            "日本              -1234  line\\u000abreak \"x\", y");
        }

        @Test
        void fits_into_the_terminal() {
            String json = "{\"rows\":[{\"id\":\"%s\",\"text\":\"%s\"}]}".formatted("i".repeat(10), "t".repeat(200));
            assertThat(print(json, OutputFormat.TABLE, true, Map.of("COLUMNS", "40", "NO_COLOR", "1")).lines())
                    .allMatch(line -> line.length() <= 40)
                    .last()
                    .isEqualTo("i".repeat(10) + "  " + "t".repeat(27) + "…");
        }

        @Test
        void is_coloured_on_a_terminal_alone_and_only_if_that_is_wanted() {
            assertThat(print(ROWS, OutputFormat.TABLE, true, Map.of())).contains("\u001b[");
            assertThat(print(ROWS, OutputFormat.TABLE, true, Map.of("NO_COLOR", "1"))).doesNotContain("\u001b[");
            assertThat(print(ROWS, OutputFormat.TABLE, true, Map.of("TERM", "dumb"))).doesNotContain("\u001b[");
            assertThat(print(ROWS, OutputFormat.TABLE)).doesNotContain("\u001b[");
        }

        @Test
        void shows_no_control_characters_of_others() {
            assertThat(print("{\"rows\":[{\"x\":\"\\u001b[2J\"}]}", OutputFormat.TABLE)).doesNotContain("\u001b");
        }
    }

    @Nested
    final class Csv {
        @Test
        void has_a_heading_and_quotes_what_needs_it() {
            assertThat(print(ROWS, OutputFormat.CSV))
                    .isEqualTo("name,madeAt,size,text\r\na,2026-01-01,7,\r\n日本,,-1234,\"line\nbreak \"\"x\"\", y\"\r\n");
        }

        @Test
        void runs_no_formula_of_others() {
            assertThat(print("{\"rows\":[{\"x\":\"=cmd()\"},{\"x\":\"@a\"},{\"x\":\"-1\"},{\"x\":-1}]}", OutputFormat.CSV))
                    .isEqualTo("x\r\n'=cmd()\r\n'@a\r\n'-1\r\n-1\r\n");
        }

        @Test
        void of_a_result_without_a_list_is_one_row() {
            assertThat(print("{\"visits\":3,\"site\":\"blog\"}", OutputFormat.CSV)).isEqualTo("visits,site\r\n3,blog\r\n");
        }
    }
}
