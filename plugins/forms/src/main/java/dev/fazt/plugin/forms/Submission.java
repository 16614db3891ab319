package dev.fazt.plugin.forms;

import dev.fazt.api.Fault;
import dev.fazt.api.FaztException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Is what a visitor sent, accepted.
 *
 * @param fields the values of each field, in the order in which they came
 * @param subject what the message should be called; null if the page does not say
 * @param replyTo the visitor's e-mail address; null if there is none
 * @param spamReason why it is in quarantine; null if it is not
 */
record Submission(
        Map<String, List<String>> fields,
        @Nullable String subject,
        @Nullable String replyTo,
        @Nullable String spamReason) {

    private static final List<String> HONEYPOTS = List.of("_gotcha", "_hp");
    private static final List<String> ADDRESSES = List.of("_replyto", "email");
    private static final int LONGEST_SUBJECT = 200;

    /** The addresses that browsers let through, with at least two labels (WHATWG HTML, valid e-mail address). */
    private static final Pattern EMAIL = Pattern.compile("[a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@"
            + "(?=.{1,255}$)[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?"
            + "(?:\\.[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)+");

    /**
     * Checks what was sent against what the form asks for.
     *
     * @throws FaztException as 422 with an error for each field that is wrong
     */
    static Submission of(Fields fields, Form form) {
        String subject = fields.filled("_subject").map(Submission::subjectLine).orElse(null);
        if (HONEYPOTS.stream().anyMatch(name -> fields.filled(name).isPresent())) {
            // Only a program fills a field that nobody sees. It is not told what else was wrong, and the owner can still look.
            return new Submission(fields.stored(), subject, replyTo(fields).orElse(null), "honeypot");
        }
        List<Fault.FieldError> errors = new ArrayList<>();
        for (String name : form.required()) {
            if (fields.filled(name).isEmpty()) {
                errors.add(new Fault.FieldError(name, "REQUIRED_FIELD_MISSING", "%s is required".formatted(name)));
            }
        }
        for (String name : ADDRESSES) {
            fields.filled(name)
                    .filter(value -> !isEmail(value.strip()))
                    .ifPresent(_ -> errors.add(
                            new Fault.FieldError(name, "TYPE_EMAIL", "%s must be an e-mail address".formatted(name))));
        }
        if (errors.isEmpty() && fields.stored().isEmpty()) {
            errors.add(new Fault.FieldError("", "EMPTY", "the form is empty: fill in at least one field"));
        }
        if (!errors.isEmpty()) {
            throw new FaztException(
                    new Fault.Invalid(422, errors), errors.getFirst().message());
        }
        return new Submission(fields.stored(), subject, replyTo(fields).orElse(null), null);
    }

    boolean isSpam() {
        return spamReason != null;
    }

    static boolean isEmail(String text) {
        return EMAIL.matcher(text).matches();
    }

    private static Optional<String> replyTo(Fields fields) {
        return ADDRESSES.stream()
                .flatMap(name -> fields.filled(name).stream())
                .map(String::strip)
                .filter(Submission::isEmail)
                .findFirst();
    }

    /** Makes one line of text, since a subject becomes the header of a mail. */
    private static String subjectLine(String text) {
        String line = text.replaceAll("\\p{Cntrl}+", " ").strip();
        return line.length() > LONGEST_SUBJECT ? line.substring(0, LONGEST_SUBJECT) : line;
    }
}
