package dev.fazt.host.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fazt.host.TestServer;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Holds to the portable subset what the plugin {@code docs} writes at run time: in its classes are only parts of it. The plugin is
 * loaded from its jar, as the host does.
 */
class FilterSqlTest {
    @ParameterizedTest
    @ValueSource(strings = {
        "a = 1", "a != 1", "a > 1.5", "a <= -3", "a = 'x'", "a != 'x'", "a < 'x'", "a ~ 'x'", "a !~ '%x'",
        "a = true", "a != false", "a = null", "a.b.c != null", "a = b", "a != b.c", "a < b", "id = 'x'", "id ~ 'x'", "id > 'x'",
        "created > '2026-01-01'", "updated <= @now",
        "(a = 1 || b = 2) && c !~ 'x'"
    })
    void a_filter_is_portable(String filter) throws Exception {
        assertThat(PortableSql.check(page(Map.of("filter", filter)))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a ?= 1", "a ?!= 'x'", "a ?~ 'x'", "a ?!~ 'x'", "a ?> 2.5", "a ?= true", "a ?= null"})
    void a_filter_of_elements_is_portable_but_for_the_elements(String filter) throws Exception {
        assertThat(rules(page(Map.of("filter", filter)))).containsExactly(PortableRule.JSON_FUNCTION);
    }

    @ParameterizedTest
    @ValueSource(strings = {"id", "-id", "created", "-updated,name", "a.b,-c"})
    void an_order_is_portable(String sort) throws Exception {
        assertThat(PortableSql.check(page(Map.of("sort", sort)))).isEmpty();
    }

    @Test
    void the_place_of_a_cursor_is_portable() throws Exception {
        assertThat(rules(page(Map.of("sort", "-a,b", "cursor", cursor("[\"-a,b\",3,\"x\",\"id\"]"))))).isEmpty();
        assertThat(rules(page(Map.of("sort", "a,-b", "cursor", cursor("[\"a,-b\",null,null,\"id\"]"))))).isEmpty();
        assertThat(rules(page(Map.of("sort", "-created", "cursor", cursor("[\"-created\",3,\"id\"]"))))).isEmpty();
    }

    private static String cursor(String json) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }

    private static Set<PortableRule> rules(String sql) {
        return PortableSql.check(sql).stream().map(PortableSql.Finding::rule).collect(Collectors.toSet());
    }

    /** Returns the statement for a page of a list. */
    private static String page(Map<String, String> parameters) throws Exception {
        try (URLClassLoader docs = new URLClassLoader(new URL[] {jar().toUri().toURL()}, FilterSqlTest.class.getClassLoader())) {
            Class<?> sql = docs.loadClass("dev.fazt.plugin.docs.query.SqlText");
            Class<?> query = docs.loadClass("dev.fazt.plugin.docs.query.ListQuery");
            Object text = sql.getConstructor().newInstance();
            sql.getMethod("append", String.class).invoke(text, "SELECT id FROM documents WHERE site = ?");
            Object parsed = query.getMethod("parse", Map.class, Instant.class).invoke(null, parameters, Instant.EPOCH);
            query.getMethod("page", sql).invoke(parsed, text);
            return (String) sql.getMethod("text").invoke(text);
        } catch (InvocationTargetException e) {
            throw new AssertionError("docs refuses " + parameters, e.getCause());
        }
    }

    private static Path jar() throws Exception {
        try (Stream<Path> jars = Files.list(TestServer.bundledPlugins())) {
            return jars
                    .filter(file -> file.getFileName().toString().startsWith("docs-"))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
