package dev.fazt.plugin.sites.serve;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EntityTagTest {
    private static final String TAG = "\"abc\"";

    @ParameterizedTest
    @ValueSource(strings = {"\"abc\"", "*", " * ", "W/\"abc\"", "\"x\", \"abc\"", "\"x,y\",W/\"abc\"", "\"x\"\t,\"abc\" "})
    void a_list_that_names_the_tag_matches(String condition) {
        assertThat(EntityTag.matchesWeakly(condition, TAG)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\"ab\"", "\"abcd\"", "abc", "\"abc", "\"x,\"abc\"\"", "w/\"abc\"", "W/", ",", "\"ABC\""})
    void others_do_not(String condition) {
        assertThat(EntityTag.matchesWeakly(condition, TAG)).isFalse();
    }

    @Test
    void strong_comparison_takes_no_weak_tag() {
        assertThat(EntityTag.matchesStrongly("W/\"abc\"", TAG)).isFalse();
        assertThat(EntityTag.matchesStrongly("W/\"abc\", \"abc\"", TAG)).isTrue();
    }
}
