package dev.fazt.plugin.forms;

import dev.fazt.api.FaztException;
import dev.fazt.api.Site;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Is a form of a site with its settings.
 *
 * @param name 1 to 64 of {@code A-Za-z0-9_-}, starting with a letter or digit; it is a segment of the form's address
 * @param required the fields without which a submission is refused
 * @param origins from where a submission may come, besides the site itself
 * @param redirect where the visitor goes after a submission that names no {@code _next}; null for the thank-you page
 * @param rateLimit submissions per minute from one address; 0 for any number
 */
record Form(
        Site site,
        String name,
        List<String> required,
        AllowedOrigins origins,
        @Nullable String redirect,
        int rateLimit) {

    static final int DEFAULT_RATE_LIMIT = 20;

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,63}");
    private static final int MOST_REQUIRED = 50;
    private static final int HIGHEST_RATE_LIMIT = 100_000;

    Form {
        if (!isName(name)) {
            throw FaztException.invalid(
                    "form",
                    "'%s' is not a form name: use 1 to 64 of A-Z, a-z, 0-9, _ and -, starting with a letter or digit"
                            .formatted(Fields.shortened(name)));
        }
        required = List.copyOf(required);
        if (required.size() > MOST_REQUIRED) {
            throw FaztException.invalid(
                    "required", "%d required fields are too many: name at most %d".formatted(required.size(), MOST_REQUIRED));
        }
        for (String field : required) {
            if (field.startsWith("_") || field.length() > Fields.LONGEST_NAME) {
                throw FaztException.invalid(
                        "required",
                        "'%s' can not be a required field: names that start with _ are not stored"
                                .formatted(Fields.shortened(field)));
            }
        }
        if (redirect != null && NextPage.ofOwner(redirect).isEmpty()) {
            throw FaztException.invalid(
                    "redirect",
                    "'%s' is no place to redirect to: write a path like /thanks or an address like https://example.org/thanks"
                            .formatted(Fields.shortened(redirect)));
        }
        if (rateLimit < 0 || rateLimit > HIGHEST_RATE_LIMIT) {
            throw FaztException.invalid(
                    "rateLimit",
                    "%d is no rate limit: write submissions per minute from 1 to %d, or 0 for no limit"
                            .formatted(rateLimit, HIGHEST_RATE_LIMIT));
        }
    }

    /** Tells whether a form can have this name. */
    static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }
}
