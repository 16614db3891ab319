package dev.fazt.plugin.sites.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.fazt.plugin.sites.path.SitePath;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Tries strange instructions: each is understood or refused with its line, and none leads where it must not. */
class RulesFuzzTest {
    private static final Set<String> PATHS = Set.of("index.html", "a.html", "b/index.html", "404.html");
    private static final List<String> VISITED =
            List.of("/", "/a", "/a/", "/a/b/c", "//evil.example", "/a//evil.example", "/%0d%0ax", "/b/?&#=+:x", "/caf\u00e9/\ud83d\ude00");

    @FuzzTest
    void redirects(byte[] bytes) {
        SiteRules.Compilation compilation = compile("_redirects", bytes);
        for (String path : VISITED) {
            RedirectRules.Decision decision = compilation.rules().redirects().decide(new Asked(path, "x=%0d&y=//z"));
            RedirectRules.Match match = decision.match();
            if (match == null) {
                continue;
            }
            String address = match.address();
            assertThat(address.chars()).allMatch(c -> c > 0x20 && c < 0x7f);
            if (match.local()) {
                assertThat(address).startsWith("/").doesNotStartWith("//").doesNotStartWith("/\\");
                match.path().ifPresent(shown -> assertThat(SitePath.decode(SitePath.encode(shown))).isPresent());
            } else {
                assertThat(address).matches("https?://[A-Za-z0-9\\[][^/]*/.*");
            }
        }
    }

    @FuzzTest
    void headers(byte[] bytes) {
        SiteRules.Compilation compilation = compile("_headers", bytes);
        for (String path : VISITED) {
            HeaderRules.Plan plan = compilation.rules().headers().plan(new Asked(path, ""));
            plan.set().forEach((name, values) -> {
                assertThat(name).matches("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
                assertThat(name.toLowerCase(Locale.ROOT)).isNotIn("content-length", "transfer-encoding", "connection", "etag");
                assertThat(values).allSatisfy(value -> assertThat(value.chars()).allMatch(c -> (c >= 0x20 && c < 0x7f) || c == '\t'));
            });
        }
    }

    @FuzzTest
    void settings(byte[] bytes) {
        SiteRules.Compilation compilation = compile("fazt.json", bytes);
        compilation.rules().redirects().decide(new Asked("/a", ""));
        compilation.rules().headers().plan("/a");
        for (String path : new String[] {"a/b.html", "a".repeat(255), "a/".repeat(400) + "b"}) {
            boolean left = SiteRules.ignoredBy(bytes).test(path);
            if (compilation.errors().isEmpty()) {
                assertThat(compilation.rules().shows(path)).isEqualTo(!left);
            }
        }
    }

    private static SiteRules.Compilation compile(String file, byte[] bytes) {
        SiteRules.Compilation compilation = SiteRules.compile(Map.of(file, bytes), PATHS);
        for (RuleError error : compilation.errors()) {
            assertThat(error.file()).isEqualTo(file);
            assertThat(error.line()).isPositive();
            assertThat(error.message()).isNotBlank().hasSizeLessThan(500).doesNotContain("\n");
        }
        return compilation;
    }

    private record Asked(String path, String query) implements Visit {
        @Override
        public String scheme() {
            return "http";
        }

        @Override
        public String host() {
            return "site.example";
        }

        @Override
        public String country() {
            return "de";
        }

        @Override
        public String language() {
            return "en-gb";
        }
    }
}
