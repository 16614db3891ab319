package dev.fazt.plugin.sites.path;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Tries strange paths: none leaves the site, and none needs more than one redirect. */
class PathFuzzTest {
    private static final Map<String, String> FILES = Stream.of(
                    "/index.html", "/404.html", "/200.html", "/a.html", "/a/index.html", "/b", "/b.html", "/c/index.html", "/c/404.html",
                    "/d e/f.html", "/index/index.html", "/x.html.html", "/.well-known/y")
            .collect(Collectors.toMap(Function.identity(), Function.identity()));

    @FuzzTest
    void resolution(byte[] bytes) {
        String raw = new String(bytes, StandardCharsets.ISO_8859_1);
        Optional<String> decoded = SitePath.decode(raw);
        if (decoded.isEmpty()) {
            return;
        }
        String path = decoded.get();
        assertThat(path).startsWith("/").doesNotContain("\0", "\r", "\n", "\\");
        assertThat(List.of(path.split("/", -1))).doesNotContain("..", ".");
        assertThat(SitePath.decode(SitePath.encode(path)))
                .satisfiesAnyOf(
                        again -> assertThat(again).contains(path),
                        // What takes more room than it was sent in may be too long to come back.
                        again -> assertThat(SitePath.encode(path).length()).isGreaterThan(4096));
        for (TrailingSlash slash : TrailingSlash.values()) {
            resolve(new PathResolution<>(FILES, slash), path);
        }
    }

    private static void resolve(PathResolution<String> site, String path) {
        PathResolution.Outcome<String> outcome = site.resolve(path);
        assertThat(outcome.file() == null || outcome.redirect() == null).isTrue();
        if (outcome.redirect() != null) {
            assertThat(outcome.redirect()).startsWith("/").doesNotStartWith("//");
            assertThat(site.resolve(outcome.redirect()).file()).isNotNull();
        }
        site.fallback(path, true);
        assertThat(site.notFound(path)).isIn("/404.html", "/c/404.html");
    }
}
