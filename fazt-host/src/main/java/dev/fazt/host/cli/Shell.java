package dev.fazt.host.cli;

import java.io.ByteArrayOutputStream;
import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/**
 * Is what surrounds a command: its streams and its environment.
 *
 * @param interactive whether a person watches, so that progress may be drawn
 */
record Shell(PrintStream out, PrintStream err, InputStream in, Map<String, String> environment, boolean interactive) {
    private static final int LONGEST_LINE = 1 << 16;

    static Shell ofProcess() {
        return new Shell(
                new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8),
                new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8),
                System.in,
                System.getenv(),
                Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false));
    }

    /** Returns a variable of the environment, if it is set and not blank. */
    Optional<String> variable(String name) {
        return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
    }

    /** Tells whether colours help: on a terminal that knows them, unless the user wants none (no-color.org). */
    boolean coloured() {
        return interactive && variable("NO_COLOR").isEmpty() && !variable("TERM").equals(Optional.of("dumb"));
    }

    /** Returns the width of the terminal; without one, there is always room. */
    int columns() {
        if (!interactive) {
            return Integer.MAX_VALUE;
        }
        return variable("COLUMNS")
                .filter(width -> width.matches("[1-9]\\d{0,3}"))
                .map(Integer::valueOf)
                .or(Terminal::columns)
                .orElse(Integer.MAX_VALUE);
    }

    /** Returns the same, with what goes to the standard output going where messages go. */
    Shell toErr() {
        return new Shell(err, err, in, environment, interactive);
    }

    /** Asks a question that a person answers with yes or no; no is what is meant by anything but yes. */
    boolean agrees(String question) {
        err.print(question + " [y/N] ");
        err.flush();
        String answer = line().strip();
        return answer.equalsIgnoreCase("y") || answer.equalsIgnoreCase("yes");
    }

    /** Reads a secret from the standard input: one line, which a terminal does not show. */
    String secret(String prompt) {
        Console console = interactive ? System.console() : null;
        if (console == null) {
            return line();
        }
        char[] typed = console.readPassword("%s", prompt);
        return typed == null ? "" : new String(typed);
    }

    /** Reads octet by octet: what follows the line belongs to whoever reads next. */
    private String line() {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        try {
            for (int octet = in.read(); octet >= 0 && octet != '\n' && line.size() < LONGEST_LINE; octet = in.read()) {
                line.write(octet);
            }
        } catch (IOException e) {
            throw CommandFailure.failed("the standard input can not be read");
        }
        return line.toString(StandardCharsets.UTF_8);
    }

    /** Makes text harmless that came from elsewhere: a control character could rewrite what the terminal shows. */
    static String plain(String text) {
        StringBuilder plain = new StringBuilder(text.length());
        text.codePoints().forEach(character -> {
            if (Character.isISOControl(character) || Character.getType(character) == Character.FORMAT) {
                plain.append("\\u%04x".formatted(character));
            } else {
                plain.appendCodePoint(character);
            }
        });
        return plain.toString();
    }
}
