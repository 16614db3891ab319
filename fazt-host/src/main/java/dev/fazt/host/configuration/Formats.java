package dev.fazt.host.configuration;

import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Makes the formats that the keys are declared with. */
final class Formats {
    private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)");
    private static final Map<String, Duration> TIMES = Map.of(
            "ms", Duration.ofMillis(1),
            "s", Duration.ofSeconds(1),
            "m", Duration.ofMinutes(1),
            "h", Duration.ofHours(1),
            "d", Duration.ofDays(1));
    private static final Pattern SIZE = Pattern.compile("(\\d{1,15})(|KiB|MiB|GiB)");
    private static final Map<String, Long> UNITS = Map.of("", 1L, "KiB", 1L << 10, "MiB", 1L << 20, "GiB", 1L << 30);
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9.:%_-]{1,253}");
    private static final Pattern ADDRESS = Pattern.compile("(\\d{1,3}\\.){3}\\d{1,3}|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

    private Formats() {}

    static Format<Integer> wholeNumber(int least, int most) {
        return new Format<>(
                "a whole number from %d to %d".formatted(least, most),
                (text, folder) -> within(least, Integer.valueOf(text), most));
    }

    static Format<Duration> duration(String least, String most) {
        return new Format<>(
                "a time from %s to %s, such as 500ms, 5s, 10m, 24h or 7d".formatted(least, most),
                (text, folder) -> within(time(least), time(text), time(most)));
    }

    /** Reads a time, or {@code off} as none. */
    static Format<Optional<Duration>> durationOrOff(String least, String most) {
        Format<Duration> duration = duration(least, most);
        return new Format<>(
                "off, or " + duration.allowed(),
                (text, folder) -> text.equals("off")
                        ? Optional.empty()
                        : Optional.of(duration.reading().read(text, folder)));
    }

    /** Reads a yes or no. */
    static Format<Boolean> flag() {
        return new Format<>("true or false", (text, folder) -> switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException();
        });
    }

    /** Reads a web address. */
    static Format<Optional<String>> addressOrNone() {
        return new Format<>("none, or an address such as https://example.org/plugins.json", (text, folder) -> {
            if (text.equals("none")) {
                return Optional.empty();
            }
            URI uri = URI.create(text);
            if (uri.getHost() == null || !("https".equals(uri.getScheme()) || "http".equals(uri.getScheme()))) {
                throw new IllegalArgumentException();
            }
            return Optional.of(text);
        });
    }

    /** Reads a number of bytes. */
    static Format<Long> size(String least, String most) {
        return new Format<>(
                "a size from %s to %s, such as 64MiB, 1GiB or 8388608".formatted(least, most),
                (text, folder) -> within(bytes(least), bytes(text), bytes(most)));
    }

    /** Reads the name of a constant, in lower case. */
    static <E extends Enum<E>> Format<E> oneOf(Class<E> type) {
        Map<String, E> names = Arrays.stream(type.getEnumConstants())
                .collect(Collectors.toMap(constant -> constant.name().toLowerCase(Locale.ROOT), constant -> constant));
        return new Format<>(
                Arrays.stream(type.getEnumConstants())
                        .map(constant -> constant.name().toLowerCase(Locale.ROOT))
                        .collect(Collectors.joining(" or ")),
                (text, folder) -> Optional.ofNullable(names.get(text)).orElseThrow(IllegalArgumentException::new));
    }

    static Format<String> domain() {
        return new Format<>(
                "a domain such as example.org, or an IP address", (text, folder) -> new Domain(text).name());
    }

    /** Reads an address of this machine. Whether it is one, only the attempt to listen can tell. */
    static Format<String> host() {
        return new Format<>(
                "an IP address or a host name of this machine; 0.0.0.0 for all",
                (text, folder) -> matching(HOST, text).group());
    }

    /** Reads addresses that are compared with those of connections, so each is brought into the form that these have. */
    static Format<List<String>> addresses() {
        return new Format<>(
                "none, or IP addresses separated by commas",
                (text, folder) -> text.isEmpty() || text.equals("none")
                        ? List.of()
                        : Arrays.stream(text.split(",", -1)).map(part -> address(part.strip())).toList());
    }

    /** Reads the path of a folder, which need not be there. */
    static Format<Path> folder() {
        return new Format<>("the path of a folder", (text, folder) -> {
            if (text.isEmpty()) {
                throw new IllegalArgumentException();
            }
            return folder.resolve(text);
        });
    }

    private static Duration time(String text) {
        Matcher parts = matching(DURATION, text);
        return TIMES.getOrDefault(parts.group(2), Duration.ZERO).multipliedBy(Long.parseLong(parts.group(1)));
    }

    private static Long bytes(String text) {
        Matcher parts = matching(SIZE, text);
        return Math.multiplyExact(Long.parseLong(parts.group(1)), UNITS.getOrDefault(parts.group(2), 0L));
    }

    private static String address(String text) {
        return InetAddress.ofLiteral(matching(ADDRESS, text).group()).getHostAddress();
    }

    private static Matcher matching(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException();
        }
        return matcher;
    }

    private static <C extends Comparable<C>> C within(C least, C value, C most) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw new IllegalArgumentException();
        }
        return value;
    }
}
