package dev.fazt.host.cli;

import dev.fazt.host.Spelling;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Guesses what a mistyped option or command was meant to be. */
final class Suggestion {
    private static final int MOST_TYPOS = 2;

    private Suggestion() {}

    /** Returns a question to append to the error, or nothing if no name is close to the first of the words. */
    static String of(List<String> words, CommandSpec command) {
        List<String> names = new ArrayList<>(command.subcommands().keySet());
        command.options().stream().filter(option -> !option.hidden()).map(OptionSpec::longestName).forEach(names::add);
        return Spelling.nearest(words.getFirst(), names, MOST_TYPOS)
                .map(name -> "; did you mean " + name + "?")
                .orElse("");
    }
}
