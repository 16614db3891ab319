package dev.fazt.plugin.sites.path;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PathResolutionTest {
    private static final String[] FILES = {
            "/index.html", "/404.html", "/about.html", "/blog/index.html", "/blog/404.html", "/blog/post.html",
            "/both.html", "/both/index.html", "/raw", "/raw.html", "/style.css", "/deep/er/page.html", "/deep/index.html"};
    private final PathResolution<String> site = of(FILES);

    @ParameterizedTest
    @CsvSource({
        "/, file /index.html",
        "/index.html, 308 /",
        "/index, 308 /",
        "/index/, 308 /",
        "/about, file /about.html",
        "/about/, 308 /about",
        "/about.html, 308 /about",
        "/about/index, 308 /about",
        "/about/index.html, 308 /about",
        "/blog, 308 /blog/",
        "/blog/, file /blog/index.html",
        "/blog/index.html, 308 /blog/",
        "/blog/index, 308 /blog/",
        "/blog/index/, 308 /blog/",
        "/blog.html, 308 /blog/",
        "/blog/post, file /blog/post.html",
        "/both, file /both.html",
        "/both/, file /both/index.html",
        "/both.html, 308 /both",
        "/raw, file /raw",
        "/raw.html, file /raw.html",
        "/style.css, file /style.css",
        "/style.css/, none",
        "/style, none",
        "/About, none",
        "/deep/er, none",
        "/deep/er/, none",
        "//, none",
        "//about, none",
        "//index.html, none",
    })
    void a_path_means_a_file_or_a_redirect(String path, String expected) {
        assertThat(text(site.resolve(path))).isEqualTo(expected);
    }

    @Test
    void every_redirect_leads_to_a_file_at_once() {
        for (String path : List.of("/index", "/index/", "/about/", "/about.html", "/blog", "/blog/index", "/both.html", "/blog.html")) {
            String target = site.resolve(path).redirect();
            assertThat(target).as(path).isNotNull();
            if (target != null) {
                assertThat(site.resolve(target).file()).as(path).isNotNull();
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/nothing, /404.html",
        "/blog/nothing, /blog/404.html",
        "/blog/a/b/c/, /blog/404.html",
        "/deep/er/nothing, /404.html"
    })
    void the_nearest_page_says_that_there_is_none(String path, String page) {
        assertThat(site.notFound(path)).isEqualTo(page);
    }

    @Test
    void a_single_page_application_answers_routes_but_not_missing_files() {
        PathResolution<String> application = of("/index.html", "/200.html");
        assertThat(application.fallback("/users/7", false)).isEqualTo("/200.html");
        assertThat(application.fallback("/v1.2/users", false)).isEqualTo("/200.html");
        assertThat(application.fallback("/assets/old.js", false)).isNull();
        assertThat(site.fallback("/users/7", false)).isNull();
        assertThat(site.fallback("/users/7", true)).isEqualTo("/index.html");
    }

    /** https://developers.cloudflare.com/workers/static-assets/routing/advanced/html-handling/, "force" and "drop". */
    @ParameterizedTest
    @CsvSource({
        "ALWAYS, /, file /index.html",
        "ALWAYS, /index, 308 /",
        "ALWAYS, /index.html, 308 /",
        "ALWAYS, /about, 308 /about/",
        "ALWAYS, /about/, file /about.html",
        "ALWAYS, /about.html, 308 /about/",
        "ALWAYS, /blog, 308 /blog/",
        "ALWAYS, /blog/, file /blog/index.html",
        "ALWAYS, /blog/index, 308 /blog/",
        "ALWAYS, /blog/index.html, 308 /blog/",
        "ALWAYS, /both, 308 /both/",
        "ALWAYS, /both/, file /both/index.html",
        "ALWAYS, /raw, file /raw",
        "ALWAYS, /raw.html, file /raw.html",
        "ALWAYS, /style.css, file /style.css",
        "ALWAYS, /nothing, none",
        "NEVER, /, file /index.html",
        "NEVER, /index.html, 308 /",
        "NEVER, /about, file /about.html",
        "NEVER, /about/, 308 /about",
        "NEVER, /about.html, 308 /about",
        "NEVER, /blog, file /blog/index.html",
        "NEVER, /blog/, 308 /blog",
        "NEVER, /blog/index, 308 /blog",
        "NEVER, /blog/index/, 308 /blog",
        "NEVER, /both, file /both.html",
        "NEVER, /raw, file /raw",
        "NEVER, //, none",
    })
    void a_site_may_want_all_its_pages_to_end_alike(TrailingSlash slash, String path, String expected) {
        Map<String, String> files = Stream.of(FILES).collect(Collectors.toMap(Function.identity(), Function.identity()));
        PathResolution<String> uniform = new PathResolution<>(files, slash);
        assertThat(text(uniform.resolve(path))).isEqualTo(expected);
        for (String file : FILES) {
            String address = uniform.address(file);
            String shown = uniform.resolve(address).file();
            // Of x.html and x/index.html only one can be shown; the other has no address that shows it.
            assertThat(shown == null ? "none" : shown).as(file).satisfiesAnyOf(
                    text -> assertThat(text).isEqualTo(file), text -> assertThat(file).startsWith("/both"));
        }
    }

    private static String text(PathResolution.Outcome<String> outcome) {
        return outcome.file() != null ? "file " + outcome.file() : outcome.redirect() != null ? "308 " + outcome.redirect() : "none";
    }

    private static PathResolution<String> of(String... paths) {
        return new PathResolution<>(
                Stream.of(paths).collect(Collectors.toMap(Function.identity(), Function.identity())), TrailingSlash.AUTO);
    }
}
