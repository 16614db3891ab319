package dev.fazt.host.operation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fazt.host.TestServer;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * Says which operation asks for which scope, and calls each as everybody. Whoever adds an operation adds its line here, and thinks
 * about who may use it.
 *
 * <p>Each call has a parameter that no operation has. That is looked at after the scope and before anything is done: 422 means that
 * the caller would have been let in.
 */
class ScopeTableTest {
    /** Name, effect, scope, and the parameter that names the target if there is one. */
    private static final List<Line> TABLE = Stream.of("""
            analytics.export     READ    analytics:read        site
            analytics.pages      READ    analytics:read        site
            analytics.referrers  READ    analytics:read        site
            analytics.retain     DESTROY analytics:retain      site
            analytics.series     READ    analytics:read        site
            analytics.totals     READ    analytics:read        site
            audit.list           READ    audit:read
            backup.download      READ    backup:download
            backup.now           WRITE   backup:now
            db.vacuum            WRITE   db:vacuum
            docs.collections     READ    docs:read             site
            docs.drop            DESTROY docs:drop             site
            docs.export          READ    docs:read             site
            docs.list            READ    docs:read             site
            docs.rules           WRITE   docs:rules            site
            forms.create         WRITE   forms:create          site
            forms.delete         DESTROY forms:delete          site
            forms.export         READ    forms:read            site
            forms.list           READ    forms:read            site
            forms.list-forms     READ    forms:read            site
            owner.password       WRITE   *
            plugin.config        WRITE   plugin:config         id
            plugin.disable       WRITE   plugin:disable        id
            plugin.doctor        READ    plugin:read
            plugin.enable        WRITE   plugin:enable         id
            plugin.fetch         WRITE   plugin:fetch
            plugin.install       UPLOAD  plugin:install
            plugin.list          READ    plugin:read
            plugin.reload        WRITE   plugin:reload         id
            plugin.remove        DESTROY plugin:remove         id
            plugin.rollback      WRITE   plugin:rollback       id
            plugin.schema        READ    plugin:read           id
            plugin.search        READ    plugin:read
            plugin.show          READ    plugin:read           id
            plugin.trust         WRITE   plugin:trust          id
            server.status        READ    server:read
            server.stop          WRITE   server:stop
            session.list         READ    session:read
            session.revoke       WRITE   session:revoke
            site.create          WRITE   site:create           name
            site.domain-add      WRITE   site:domain-add       name
            site.domain-list     READ    site:read
            site.domain-remove   WRITE   site:domain-remove    name
            site.list            READ    site:read
            sites.deploy         UPLOAD  site:deploy           site
            sites.deploys        READ    site:read             site
            sites.diff           READ    site:read             site
            sites.links          READ    site:read             site
            sites.promote        WRITE   site:promote          site
            sites.protect        WRITE   site:protect          site
            sites.prune          DESTROY site:prune            site
            sites.publish        UPLOAD  site:deploy           site
            sites.rollback       WRITE   site:rollback         site
            sites.schema         READ    site:read
            sites.share          WRITE   site:share            site
            sites.store          UPLOAD  site:deploy           site
            sites.unprotect      WRITE   site:unprotect        site
            sites.unshare        WRITE   site:unshare          site
            token.create         WRITE   token:create
            token.list           READ    token:read
            token.revoke         WRITE   token:revoke
            """.split("\n"))
            .map(Line::parse)
            .toList();

    @TempDir
    static Path folder;

    private static TestServer server;
    private static final Map<String, String> TOKENS = new HashMap<>();

    private record Line(String name, String effect, String scope, String target) {
        static Line parse(String text) {
            String[] words = text.strip().split("\\s+", 4);
            return new Line(words[0], words[1], words[2], words.length > 3 ? words[3] : "");
        }
    }

    @BeforeAll
    static void start() {
        server = TestServer.start(folder);
        server.createSite("blog");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static Stream<JsonNode> operations() {
        return server.query("server", "operations", Map.of()).get("operations").valueStream();
    }

    @Test
    void every_operation_is_in_the_table_and_nothing_else() {
        Map<String, Line> table = TABLE.stream().collect(Collectors.toMap(Line::name, line -> line));
        Map<String, Line> declared = operations()
                .map(operation -> new Line(
                        operation.get("name").asString(),
                        operation.get("effect").asString(),
                        operation.get("scope").asString(),
                        operation.path("target").asString("")))
                .collect(Collectors.toMap(Line::name, line -> line));
        assertThat(table.keySet()).as("names in the table").isEqualTo(declared.keySet());
        declared.forEach((name, line) -> assertThat(line).isEqualTo(table.get(name)));
    }

    @Test
    void every_parameter_that_names_a_site_narrows_the_scope() {
        assertThat(operations()
                        .filter(operation -> operation.path("target").asString("").isEmpty())
                        .filter(operation -> operation.get("parameters").valueStream()
                                .anyMatch(parameter -> parameter.get("name").asString().equals("site")))
                        .map(operation -> operation.get("name").asString()))
                .isEmpty();
    }

    @Test
    void every_operation_and_parameter_is_described() {
        operations().forEach(operation -> {
            assertThat(operation.get("summary").asString()).as(operation.get("name").asString()).matches("[A-Z].*[^.]");
            operation.get("parameters").forEach(parameter -> assertThat(parameter.get("description").asString())
                    .as(operation.get("name").asString() + " " + parameter.get("name").asString())
                    .isNotBlank());
        });
    }

    @TestFactory
    Stream<DynamicTest> lets_in_whom_the_table_says() {
        return TABLE.stream().map(line -> DynamicTest.dynamicTest(line.name, () -> {
            assertThat(status(line, "")).as("anonymous").isEqualTo(401);
            assertThat(status(line, "fazt_wrong")).as("a wrong token").isEqualTo(401);
            assertThat(status(line, server.ownerToken())).as("the owner").isEqualTo(422);
            assertThat(status(line, token(line.scope))).as("a token with the scope").isEqualTo(422);
            assertThat(status(line, token("*"))).as("a token for all").isEqualTo(422);
            if (line.scope.equals("*")) {
                assertThat(status(line, token(everythingElse()))).as("a token for all that has a name").isEqualTo(403);
                return;
            }
            assertThat(status(line, token(others(line.scope)))).as("a token with every other scope").isEqualTo(403);
            assertThat(status(line, token(line.scope.split(":", 2)[0] + ":*"))).as("a token for all of a kind").isEqualTo(422);
            assertThat(status(line, token(line.scope + ":blog"))).as("a token for the target")
                    .isEqualTo(line.target.isEmpty() ? 403 : 422);
            assertThat(status(line, token(line.scope + ":other"))).as("a token for another target").isEqualTo(403);
        }));
    }

    private static String everythingElse() {
        return others("*");
    }

    /** Joins all scopes but one; of those that are longer or shorter by a part, none covers it. */
    private static String others(String scope) {
        return TABLE.stream()
                .map(Line::scope)
                .filter(other -> !other.equals(scope) && !other.equals("*"))
                .distinct()
                .sorted()
                .collect(Collectors.joining(","));
    }

    private static String token(String scopes) {
        return TOKENS.computeIfAbsent(scopes, server::token);
    }

    private static int status(Line line, String token) {
        String path = "/api/" + line.name.replaceFirst("\\.", "/");
        boolean body = Arrays.asList("WRITE", "DESTROY").contains(line.effect);
        String query = "?no-such-parameter=1" + (line.target.isEmpty() ? "" : "&" + line.target + "=blog");
        String json = "{\"no-such-parameter\":1" + (line.target.isEmpty() ? "" : ",\"" + line.target + "\":\"blog\"") + "}";
        HttpResponse<String> response = server.control(
                line.effect.equals("READ") ? "GET" : "POST", body ? path : path + query, token, body ? json : "");
        return response.statusCode();
    }
}
