package dev.fazt.host;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Guesses what a mistyped name was meant to be. */
public final class Spelling {
    private Spelling() {}

    /** Returns the name that is nearest to a word, if it is near enough. */
    public static Optional<String> nearest(String word, Collection<String> names, int mostTypos) {
        return names.stream()
                .filter(name -> distance(word, name) <= mostTypos)
                .min(Comparator.comparing(name -> distance(word, name)));
    }

    /** Counts the typos (Levenshtein distance) between two words. */
    private static int distance(String left, String right) {
        int[] above = new int[right.length() + 1];
        for (int j = 0; j < above.length; j++) {
            above[j] = j;
        }
        for (int i = 1; i <= left.length(); i++) {
            int[] row = new int[above.length];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int replaced = above[j - 1] + (left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(replaced, 1 + Math.min(above[j], row[j - 1]));
            }
            above = row;
        }
        return above[right.length()];
    }
}
