package dev.fazt.host.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Holds the ignore file against the examples of gitignore(5). */
final class IgnoreRulesTest {

    @ParameterizedTest(name = "{0} and {1}: {2}")
    @CsvSource(
            textBlock =
                    """
                    *.log,        a.log,            true
                    *.log,        deep/down/a.log,  true
                    *.log,        a.logs,           false
                    /a.txt,       a.txt,            true
                    /a.txt,       sub/a.txt,        false
                    doc/*.txt,    doc/a.txt,        true
                    doc/*.txt,    doc/sub/a.txt,    false
                    doc/*.txt,    x/doc/a.txt,      false
                    **/foo,       foo,              true
                    **/foo,       a/b/foo,          true
                    foo/**,       foo/a/b,          true
                    foo/**,       foo,              false
                    a/**/b,       a/b,              true
                    a/**/b,       a/x/y/b,          true
                    ?.md,         a.md,             true
                    ?.md,         ab.md,            false
                    [a-c].md,     b.md,             true
                    [!a-c].md,    b.md,             false
                    [!a-c].md,    d.md,             true
                    a+b(c).txt,   a+b(c).txt,       true
                    \\*.txt,      *.txt,            true
                    \\*.txt,      a.txt,            false
                    drafts/,      drafts,           false
                    [z-a].md,     z.md,             false
                    []-].md,      ].md,             true
                    [].md,        [].md,            true
                    a**b,         axxb,             true
                    a**b,         ax/xb,            false
                    a/**/**/b,    a/b,              true
                    **,           a/b,              true
                    \\,          a,                false
                    """)
    void a_pattern_matches_like_in_git(String pattern, String path, boolean ignored) {
        assertThat(IgnoreRules.parse(List.of(pattern)).ignores(path, false)).isEqualTo(ignored);
    }

    @Test
    void many_stars_cost_no_more_than_their_number() {
        IgnoreRules rules = IgnoreRules.parse(List.of("*a".repeat(100) + "b", "**/".repeat(100) + "b"));
        assertThat(rules.ignores("a".repeat(4_000), false)).isFalse();
        assertThat(rules.ignores("a/".repeat(2_000) + "c", false)).isFalse();
    }

    @Test
    void a_slash_at_the_end_means_folders_only() {
        IgnoreRules rules = IgnoreRules.parse(List.of("drafts/"));
        assertThat(rules.ignores("drafts", true)).isTrue();
        assertThat(rules.ignores("blog/drafts", true)).isTrue();
        assertThat(rules.ignores("drafts", false)).isFalse();
    }

    @Test
    void the_last_rule_that_matches_decides() {
        IgnoreRules rules = IgnoreRules.parse(List.of("*.log", "!keep.log", "# a comment", "", "trailing  "));
        assertThat(rules.ignores("a.log", false)).isTrue();
        assertThat(rules.ignores("keep.log", false)).isFalse();
        assertThat(rules.ignores("# a comment", false)).isFalse();
        assertThat(rules.ignores("trailing", false)).isTrue();
    }
}
