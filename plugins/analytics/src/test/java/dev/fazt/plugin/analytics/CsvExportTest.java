package dev.fazt.plugin.analytics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CsvExportTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '|',
            textBlock = """
            plain        ; plain
            ||           ; ||
            a,b          ; "a,b"
            say "hi" now ; "say ""hi"" now"
            =1+1         ; '=1+1
            +1           ; '+1
            -1           ; '-1
            @SUM(A1,B1)  ; "'@SUM(A1,B1)"
            a=b          ; a=b
            """)
    void quotes_and_disarms(String value, String field) {
        assertThat(CsvExport.field(value)).isEqualTo(field);
    }

    @Test
    void disarms_a_leading_tab_and_quotes_lines() {
        assertThat(CsvExport.field("\t=1")).isEqualTo("\"'\t=1\"");
        assertThat(CsvExport.field("a\nb")).isEqualTo("\"a\nb\"");
    }

    @Test
    void ends_a_line_as_the_format_asks() {
        assertThat(CsvExport.line(List.of("a", "", "b"))).isEqualTo("a,,b\r\n");
    }
}
