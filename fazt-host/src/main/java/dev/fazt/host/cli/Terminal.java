package dev.fazt.host.cli;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Asks the terminal how wide it is. */
final class Terminal {
    private static final Pattern SIZE = Pattern.compile("\\d+ (\\d{1,4})\\s*");

    private Terminal() {}

    /** Returns the number of columns, if there is a terminal that tells it. */
    static Optional<Integer> columns() {
        File terminal = new File("/dev/tty");
        if (!terminal.canRead()) {
            return Optional.empty();
        }
        try {
            Process stty = new ProcessBuilder("stty", "size")
                    .redirectInput(terminal)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String answer = new String(stty.getInputStream().readNBytes(64), StandardCharsets.US_ASCII);
            Matcher size = SIZE.matcher(answer);
            return size.matches() ? Optional.of(Integer.valueOf(size.group(1))).filter(width -> width > 0) : Optional.empty();
        } catch (IOException e) {
            // No stty here: nothing is lost but the fit.
            return Optional.empty();
        }
    }
}
