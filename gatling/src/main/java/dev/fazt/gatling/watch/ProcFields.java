package dev.fazt.gatling.watch;

/** Reads files of Linux with one {@code Name: value} in a line, such as {@code /proc/PID/smaps_rollup} and {@code /proc/meminfo}. */
final class ProcFields {
    private final String text;

    ProcFields(String text) {
        this.text = text;
    }

    /** Returns a number; 0 if there is no such name. */
    long number(String name) {
        return text.lines()
                .filter(line -> line.startsWith(name + ":"))
                .map(line -> line.substring(name.length() + 1).strip().split("\\s+", -1)[0])
                .mapToLong(Long::parseLong)
                .findFirst()
                .orElse(0);
    }

    /** Returns a size in bytes that the file tells in kB. */
    long bytes(String name) {
        return number(name) * 1_024;
    }

    /** Returns a text; empty if there is no such name. */
    String value(String name) {
        return text.lines()
                .filter(line -> line.split(":", 2)[0].strip().equals(name))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse("");
    }
}
