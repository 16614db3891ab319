package dev.fazt.plugin.analytics;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SharedTextsTest {
    private final SharedTexts texts = new SharedTexts();

    private static String copy(String text) {
        return String.valueOf(text.toCharArray());
    }

    @Test
    void equal_texts_become_one() {
        String first = texts.share(copy("/blog/"));
        assertThat(texts.share(copy("/blog/"))).isSameAs(first).isEqualTo("/blog/");
    }

    @Test
    void every_text_stays_what_it_is_however_many_there_are() {
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < 10_000; i++) {
                assertThat(texts.share("/page-" + i)).isEqualTo("/page-" + i);
            }
        }
    }

    @Test
    void a_long_text_is_not_kept() {
        String path = "/" + "x".repeat(300);
        texts.share(copy(path));
        String other = copy(path);
        assertThat(texts.share(other)).isSameAs(other);
    }
}
