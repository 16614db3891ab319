package dev.fazt.host.cli;

import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
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
