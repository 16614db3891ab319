package dev.fazt.plugin.forms;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvTest {

    @Test
    void quotesWhatHoldsASeparatorAQuoteOrALineEnd() {
        assertThat(Csv.line(List.of("plain", "", "a,b", "say \"x\"", "two\nlines", "ü")))
                .isEqualTo("plain,,\"a,b\",\"say \"\"x\"\"\",\"two\nlines\",ü\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"=1+1", "+1", "-1", "@SUM(A1)", "\tx"})
    void disarmsFormulas(String value) {
        assertThat(Csv.line(List.of(value))).isEqualTo("'" + value + "\r\n");
    }

    @Test
    void disarmsAFormulaThatMustBeQuotedToo() {
        assertThat(Csv.line(List.of("=HYPERLINK(\"http://x\",1)"))).isEqualTo("\"'=HYPERLINK(\"\"http://x\"\",1)\"\r\n");
        assertThat(Csv.line(List.of("\r=1"))).isEqualTo("\"'\r=1\"\r\n");
    }
}
