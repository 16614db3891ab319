package dev.fazt.plugin.sites.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PathResolutionTest {
    private final PathResolution<String> site = of(
            "/index.html", "/404.html", "/about.html", "/blog/index.html", "/blog/404.html", "/blog/post.html",
            "/both.html", "/both/index.html", "/raw", "/raw.html", "/style.css", "/deep/er/page.html", "/deep/index.html");

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
        PathResolution.Outcome<String> outcome = site.resolve(path);
        String actual = outcome.file() != null
                ? "file " + outcome.file()
                : outcome.redirect() != null ? "308 " + outcome.redirect() : "none";
        assertThat(actual).isEqualTo(expected);
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
        assertThat(application.fallback("/users/7")).isEqualTo("/200.html");
        assertThat(application.fallback("/v1.2/users")).isEqualTo("/200.html");
        assertThat(application.fallback("/assets/old.js")).isNull();
        assertThat(site.fallback("/users/7")).isNull();
    }

    private static PathResolution<String> of(String... paths) {
        return new PathResolution<>(List.of(paths).stream().collect(Collectors.toMap(Function.identity(), Function.identity())));
    }
}
