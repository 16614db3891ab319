package dev.fazt.plugin.docs;

import dev.fazt.api.FaztException;
import java.util.Locale;

/** Says who may do something with a collection. */
enum Rule {
    /** No one at all. */
    NOBODY,
    /** Who holds a scope of documents, and the owner. */
    TOKEN,
    /** Who is signed in. That is the owner, as long as there are no other accounts. */
    SESSION,
    /** The owner. */
    OWNER,
    /** Every visitor. */
    ANYONE;

    /** Returns how callers and the data file write it. */
    String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Reads a rule.
     *
     * @param field the parameter to blame
     */
    static Rule parse(String field, String text) {
        for (Rule rule : values()) {
            if (rule.text().equals(text)) {
                return rule;
            }
        }
        throw FaztException.invalid(
                field, "'%s' is not a rule: use nobody, token, session, owner or anyone".formatted(text));
    }
}
