package dev.fazt.plugin.sites.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** Tries strange patterns of ignore files on strange paths: each is decided soon, and as the same pattern as a regular expression. */
class GlobFuzzTest {

    @FuzzTest
    void glob(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        int end = text.indexOf('\n');
        String pattern = end < 0 ? text : text.substring(0, end);
        String path = end < 0 ? text : text.substring(end + 1);
        for (boolean anywhere : new boolean[] {true, false}) {
            Glob glob = new Glob(pattern, anywhere);
            boolean matches = glob.matches(path);
            // Expressions may take for ever with many stars; brackets and backslashes have other rules there.
            if (pattern.chars().filter(c -> c == '*').count() <= 4 && path.length() < 60 && pattern.chars().noneMatch(c -> c == '[' || c == '\\')) {
                Pattern regex = Pattern.compile((anywhere ? "(?:.*/)?" : "") + regex(pattern), Pattern.DOTALL);
                assertThat(matches).as("'%s' and '%s'", pattern, path).isEqualTo(regex.matcher(path).matches());
            }
            glob.matches("a".repeat(1_000));
            glob.matches("a/".repeat(500));
        }
    }

    private static String regex(String glob) {
        StringBuilder regex = new StringBuilder();
        for (int i = 0; i < glob.length(); i++) {
            char c = glob.charAt(i);
            boolean atStart = i == 0 || glob.charAt(i - 1) == '/';
            if (atStart && glob.startsWith("**/", i)) {
                regex.append("(?:.*/)?");
                i += 2;
            } else if (atStart && glob.startsWith("**", i) && i + 2 == glob.length()) {
                regex.append(".+");
                i++;
            } else {
                regex.append(c == '*' ? "[^/]*" : c == '?' ? "[^/]" : Pattern.quote(String.valueOf(c)));
            }
        }
        return regex.toString();
    }
}
