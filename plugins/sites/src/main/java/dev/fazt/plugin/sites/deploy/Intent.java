package dev.fazt.plugin.sites.deploy;

import dev.fazt.api.FaztException;
import dev.fazt.api.Site;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Says what is to become of the files of a deploy.
 *
 * @param author who deploys
 * @param preview whether visitors of the site itself keep seeing what they see
 * @param expiresAt when the preview goes; null for never
 */
record Intent(
        Site site, String author, @Nullable String message, boolean preview, @Nullable Instant expiresAt) {
    private static final int LONGEST_MESSAGE = 500;
    private static final Pattern LIFETIME = Pattern.compile("([1-9]\\d{0,4})([mhdw])");
    private static final Duration LONGEST_LIFETIME = Duration.ofDays(366);

    Intent {
        if (message != null && message.length() > LONGEST_MESSAGE) {
            throw FaztException.invalid(
                    "message", "the message is longer than %d characters: shorten it".formatted(LONGEST_MESSAGE));
        }
        if (expiresAt != null && !preview) {
            throw FaztException.invalid("expires", "only a preview expires: add preview, or leave expires out");
        }
    }

    static Intent of(Deploys.DeployParameters parameters, String author, Instant now) {
        String expires = parameters.expires();
        return new Intent(
                new Site(parameters.site()),
                author,
                parameters.message(),
                Boolean.TRUE.equals(parameters.preview()),
                expires == null ? null : now.plus(lifetime(expires)));
    }

    private static Duration lifetime(String text) {
        Matcher matcher = LIFETIME.matcher(text);
        if (matcher.matches()) {
            long count = Long.parseLong(matcher.group(1));
            Duration lifetime = switch (matcher.group(2)) {
                case "m" -> Duration.ofMinutes(count);
                case "h" -> Duration.ofHours(count);
                case "d" -> Duration.ofDays(count);
                default -> Duration.ofDays(7 * count);
            };
            if (lifetime.compareTo(LONGEST_LIFETIME) <= 0) {
                return lifetime;
            }
        }
        throw FaztException.invalid(
                "expires",
                "'%s' is not a time to live: write it like 30m, 12h, 7d or 4w, up to a year"
                        .formatted(text.length() > 40 ? text.substring(0, 40) + "…" : text));
    }
}
