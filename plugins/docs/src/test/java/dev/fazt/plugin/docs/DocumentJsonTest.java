package dev.fazt.plugin.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.fazt.api.FaztException;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class DocumentJsonTest {
    private final DocumentJson json = new DocumentJson();

    private String stored(String text) {
        return json.body(json.read(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), Long.MAX_VALUE));
    }

    private void refused(String text, int status) {
        assertThatExceptionOfType(FaztException.class)
                .isThrownBy(() -> stored(text))
                .satisfies(e -> assertThat(e.fault().status()).isEqualTo(status));
    }

    @Test
    void what_is_stored_is_compact_and_without_the_fields_of_the_server() {
        assertThat(stored("{ \"id\": \"x\", \"a\": [1, 1.10, 1e2], \"updated\": 5 }")).isEqualTo("{\"a\":[1,1.10,1E+2]}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "1", "null", "\"x\"", "{\"a\":\"\\ud800\"}", "{\"a\":\"\\udc00\\ud800\"}"})
    void what_is_no_document_is_refused(String text) {
        refused(text, 422);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "{\"a\":}", "{} {}", "{\"a\":1,\"a\":2}", "{'a':1}", "{\"a\":NaN}"})
    void what_is_no_json_is_refused(String text) {
        refused(text, 400);
    }

    @Test
    void a_syntax_error_names_its_place() {
        assertThatExceptionOfType(FaztException.class)
                .isThrownBy(() -> stored("{\"a\":1,\n \"b\": oops}"))
                .withMessageContaining("line 2, column");
    }

    @Test
    void limits_hold() {
        stored("{\"a\":" + "[".repeat(31) + "]".repeat(31) + "}");
        refused("{\"a\":" + "[".repeat(32) + "]".repeat(32) + "}", 422);
        refused("{\"a\":" + "9".repeat(101) + "}", 422);
        refused("{\"a\":\"" + "x".repeat(1 << 20) + "\"}", 413);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'a':'b'} | {'a':'c'} | {'a':'c'}",
                "{'a':'b'} | {'b':'c'} | {'a':'b','b':'c'}",
                "{'a':'b'} | {'a':null} | {}",
                "{'a':'b','b':'c'} | {'a':null} | {'b':'c'}",
                "{'a':['b']} | {'a':'c'} | {'a':'c'}",
                "{'a':'c'} | {'a':['b']} | {'a':['b']}",
                "{'a':{'b':'c'}} | {'a':{'b':'d','c':null}} | {'a':{'b':'d'}}",
                "{'a':[{'b':'c'}]} | {'a':[1]} | {'a':[1]}",
                "{'e':null} | {'a':1} | {'e':null,'a':1}",
                "{} | {'a':{'bb':{'ccc':null}}} | {'a':{'bb':{}}}"
            },
            quoteCharacter = '`')
    void patches_merge_as_in_the_examples_of_rfc_7396(String target, String patch, String result) {
        assertThat(MergePatch.apply(object(target), object(patch))).isEqualTo(object(result));
    }

    private static ObjectNode object(String text) {
        return (ObjectNode) JsonMapper.shared().readTree(text.replace('\'', '"'));
    }

    @Test
    void ids_are_version_7_and_sort_by_creation_even_if_the_clock_goes_back() {
        List<String> ids = LongStream.of(1_800_000_000_000L, 1_800_000_000_000L, 1_700_000_000_000L)
                .mapToObj(millis -> DocumentId.next(millis).text())
                .toList();
        assertThat(ids).isSorted().doesNotHaveDuplicates().allMatch(id -> id.matches("[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "a/b", "a b", "ä", "a\n"})
    void strange_ids_are_refused(String id) {
        assertThatExceptionOfType(FaztException.class).isThrownBy(() -> new DocumentId(id));
    }
}
