package dev.fazt.host.cli;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Guesses what a mistyped option or command was meant to be. */
final class Suggestion {
    private static final int MOST_TYPOS = 2;

    private Suggestion() {}

    /** Returns a question to append to the error, or nothing if no name is close to the first of the words. */
    static String of(List<String> words, CommandSpec command) {
        String word = words.getFirst();
        List<String> names = new ArrayList<>(command.subcommands().keySet());
        command.options().stream().filter(option -> !option.hidden()).map(OptionSpec::longestName).forEach(names::add);
        return names.stream()
                .filter(name -> distance(word, name) <= MOST_TYPOS)
                .min(Comparator.comparing(name -> distance(word, name)))
                .map(name -> "; did you mean " + name + "?")
                .orElse("");
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
