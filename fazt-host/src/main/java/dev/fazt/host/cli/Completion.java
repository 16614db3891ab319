package dev.fazt.host.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Finds the words that can stand where a command line that is being typed ends. */
final class Completion {
    private final CommandLine root;
    private final Iterable<String> servers;

    /**
     * Makes a completion.
     *
     * @param root with all commands
     * @param servers what {@code --server} can be besides an address
     */
    Completion(CommandLine root, Iterable<String> servers) {
        this.root = root;
        this.servers = servers;
    }

    /**
     * Is one word to offer.
     *
     * @param meaning a few words for people, may be empty
     */
    record Candidate(String word, String meaning) {}

    /**
     * Returns the candidates, sorted.
     *
     * @param words after the program's name; the last is what has been typed of the word to complete, may be empty
     */
    List<Candidate> of(List<String> words) {
        List<String> line = joined(words);
        String prefix = line.isEmpty() ? "" : line.getLast();
        CommandLine command = root;
        int positions = 0;
        Optional<OptionSpec> open = Optional.empty();
        for (String word : line.subList(0, Math.max(0, line.size() - 1))) {
            if (open.isPresent()) {
                open = Optional.empty();
            } else if (word.startsWith("-")) {
                open = waiting(command, word);
            } else if (command.getSubcommands().containsKey(word)) {
                command = command.getSubcommands().get(word);
            } else {
                positions++;
            }
        }
        if (open.isPresent()) {
            return values(open.get(), prefix);
        }
        int equals = prefix.indexOf('=');
        if (prefix.startsWith("--") && equals > 0) {
            return waiting(command, prefix.substring(0, equals))
                    .map(option -> values(option, prefix.substring(equals + 1)))
                    .orElse(List.of());
        }
        return prefix.startsWith("-") ? options(command, prefix) : words(command, positions, prefix);
    }

    /** Undoes what bash does: it takes {@code --output=json} for three words. */
    private static List<String> joined(List<String> words) {
        List<String> joined = new ArrayList<>();
        boolean glue = false;
        for (String word : words) {
            boolean follows = word.equals("=") && !joined.isEmpty() && joined.getLast().startsWith("--");
            if (follows || glue) {
                joined.set(joined.size() - 1, joined.getLast() + word);
            } else {
                joined.add(word);
            }
            glue = follows;
        }
        return joined;
    }

    /** Returns the option whose value is the next word, if this is its name. */
    private static Optional<OptionSpec> waiting(CommandLine command, String word) {
        return Optional.ofNullable(command.getCommandSpec().optionsMap().get(word)).filter(option -> option.arity().min() > 0);
    }

    private List<Candidate> values(OptionSpec option, String prefix) {
        if (option.longestName().equals("--server")) {
            TreeMap<String, String> named = new TreeMap<>();
            servers.forEach(server -> named.put(server, ""));
            return matching(named, prefix);
        }
        return matching(candidates(option), prefix);
    }

    private static Map<String, String> candidates(ArgSpec argument) {
        TreeMap<String, String> found = new TreeMap<>();
        if (argument.completionCandidates() != null) {
            boolean ours = argument.type().isEnum();
            argument.completionCandidates()
                    .forEach(value -> found.put(ours ? value.toLowerCase(Locale.ROOT) : value, ""));
        }
        return found;
    }

    private static List<Candidate> options(CommandLine command, String prefix) {
        TreeMap<String, String> found = new TreeMap<>();
        for (OptionSpec option : command.getCommandSpec().options()) {
            if (!option.hidden()) {
                found.put(option.longestName(), first(option.description()));
            }
        }
        return matching(found, prefix);
    }

    private static List<Candidate> words(CommandLine command, int positions, String prefix) {
        TreeMap<String, String> found = new TreeMap<>();
        command.getSubcommands().forEach((name, sub) -> {
            CommandSpec spec = sub.getCommandSpec();
            boolean alias = List.of(spec.aliases()).contains(name);
            if (!alias && !spec.usageMessage().hidden()) {
                found.put(name, first(spec.usageMessage().description()));
            }
        });
        for (PositionalParamSpec positional : command.getCommandSpec().positionalParameters()) {
            if (positional.index().contains(positions)) {
                found.putAll(candidates(positional));
            }
        }
        return matching(found, prefix);
    }

    private static String first(String[] description) {
        return description.length == 0 ? "" : description[0].replace("%%", "%");
    }

    private static List<Candidate> matching(Map<String, String> found, String prefix) {
        return found.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(prefix))
                .map(entry -> new Candidate(entry.getKey(), entry.getValue()))
                .toList();
    }
}
