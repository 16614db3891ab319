package dev.fazt.plugin.sites.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsFileTest {
    private static final Schema SCHEMA = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(new String(SettingsSchema.read(), StandardCharsets.UTF_8));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{'$schema': 'https://x/fazt.schema.json'}",
                "{'spa': true, 'trailingSlash': 'never', 'ignore': ['*.map', '/drafts/', '!keep.map']}",
                "{'headers': [{'for': '/*', 'values': {'X-A': '1', 'X-B': ['1', '2'], 'X-C': null}}]}",
                "{'redirects': [{'from': '/a', 'to': '/b'}, {'from': '/c/*', 'to': 'https://x.org/:splat', 'status': 302, 'force': true}]}",
                "{'redirects': [{'from': '/a', 'to': '/b/:id', 'query': {'id': ':id'}, 'conditions': {'country': ['DE'], 'language': ['en-GB']}}]}",
                "{'redirects': [{'from': '/app/*', 'status': 200}]}"
            })
    void what_the_schema_allows_is_understood(String document) {
        String json = document.replace('\'', '"');
        assertThat(SCHEMA.validate(json, InputFormat.JSON)).isEmpty();
        assertThat(errors(json)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "3",
                "{'spa': 'yes'}",
                "{'Spa': true}",
                "{'trailingSlash': true}",
                "{'trailingSlash': 'sometimes'}",
                "{'ignore': '*.map'}",
                "{'ignore': [3]}",
                "{'ignore': ['  ']}",
                "{'headers': {}}",
                "{'headers': [3]}",
                "{'headers': [{'for': '/*'}]}",
                "{'headers': [{'values': {}}]}",
                "{'headers': [{'for': 'a', 'values': {}}]}",
                "{'headers': [{'for': '/a', 'values': {'X A': '1'}}]}",
                "{'headers': [{'for': '/a', 'values': {'X-A': ''}}]}",
                "{'headers': [{'for': '/a', 'values': {'X-A': 3}}]}",
                "{'headers': [{'for': '/a', 'values': {'X-A': [null]}}]}",
                "{'headers': [{'for': '/a', 'values': {}, 'more': 1}]}",
                "{'redirects': [{'to': '/b'}]}",
                "{'redirects': [{'from': '/a'}]}",
                "{'redirects': [{'from': '/a', 'status': 301}]}",
                "{'redirects': [{'from': 'a', 'to': '/b'}]}",
                "{'redirects': [{'from': '/a', 'to': 'b'}]}",
                "{'redirects': [{'from': '/a', 'to': '/b', 'status': 500}]}",
                "{'redirects': [{'from': '/a', 'to': '/b', 'status': '301'}]}",
                "{'redirects': [{'from': '/a', 'to': '/b', 'force': 1}]}",
                "{'redirects': [{'from': '/a', 'to': '/b', 'query': []}]}",
                "{'redirects': [{'from': '/a', 'to': '/b', 'query': {'id': 1}}]}",
                "{'redirects': [{'from': '/a', 'to': '/b', 'conditions': {'role': ['x']}}]}",
                "{'redirects': [{'from': '/a', 'to': '/b', 'conditions': {'country': ['Germany']}}]}",
                "{'redirects': [{'from': '/a', 'to': '/b', 'conditions': {'language': 'en'}}]}"
            })
    void what_the_schema_forbids_is_refused(String document) {
        String json = document.replace('\'', '"');
        assertThat(SCHEMA.validate(json, InputFormat.JSON)).isNotEmpty();
        assertThat(errors(json)).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | 1 | empty",
                "'{' | 1 | not JSON",
                "'{\n  \"spa\": true,\n}' | 3 | not JSON",
                "'{\n  \"spa\": true,\n  \"spa\": false\n}' | 3 | not JSON",
                "'{}\n{}' | 2 | after the end",
                "'{\n\n  \"spa\": 1}' | 3 | true or false",
                "'{\n  \"spa\": true,\n  \"trailingSlash\":\n    \"both\"\n}' | 4 | auto",
                "'{\"redirects\": [\n  {\"from\": \"/a\", \"to\": \"/b\"},\n  {\"from\": \"/c\", \"to\": \"/d/:x\"}\n]}' | 3 | ':x'",
                "'{\"headers\": [\n  {\"for\": \"/a\",\n   \"values\": {\n     \"Date\": \"x\"}}\n]}' | 4 | own and can not",
                "'{\"a\": 1}' | 1 | there is $schema, headers, ignore"
            })
    void a_mistake_is_told_with_its_line(String document, int line, String reason) {
        List<RuleError> errors = errors(document);
        assertThat(errors).hasSize(1);
        assertThat(errors.getFirst().place()).isEqualTo("fazt.json:" + line);
        assertThat(errors.getFirst().message()).contains(reason);
    }

    @Test
    void every_mistake_is_told_at_once() {
        assertThat(errors("{\n\"spa\": 1,\n\"trailingSlash\": 2,\n\"ignore\": 3}").stream().map(RuleError::line)).containsExactly(2, 3, 4);
    }

    @Test
    void deep_nesting_is_refused_and_not_followed() {
        assertThat(errors("[".repeat(100_000))).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "*.map, a/b.map, true",
        "*.map, b.map.txt, false",
        "/drafts/, drafts/a.html, true",
        "/drafts/, x/drafts/a.html, false",
        "drafts/, x/drafts/a.html, true",
        "drafts/, drafts, false",
        "a/**/z, a/b/c/z, true",
        "a/?.txt, a/b.txt, true",
        "a/?.txt, a/bb.txt, false"
    })
    void patterns_are_those_of_gitignore(String pattern, String path, boolean ignored) throws RuleException {
        assertThat(IgnorePatterns.of(List.of(pattern)).ignores(path)).isEqualTo(ignored);
        assertThat(IgnorePatterns.of(List.of(pattern, "!" + path)).ignores(path)).isEqualTo(ignored && pattern.endsWith("/"));
    }

    private static List<RuleError> errors(String json) {
        return SiteRules.compile(Map.of("fazt.json", json.getBytes(StandardCharsets.UTF_8)), Set.of()).errors();
    }
}
