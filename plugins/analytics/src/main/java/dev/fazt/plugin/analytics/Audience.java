package dev.fazt.plugin.analytics;

import java.util.Locale;

/** Says whose events a report is about. */
enum Audience {
    /** Everybody that is not known to be a program. */
    PEOPLE,
    /** Only what was recognised as a program. */
    BOTS,
    /** All events. */
    ALL;

    /** Returns 1 if people are meant, as a parameter of a statement. */
    int people() {
        return this == BOTS ? 0 : 1;
    }

    /** Returns 1 if programs are meant, as a parameter of a statement. */
    int bots() {
        return this == PEOPLE ? 0 : 1;
    }

    /** Returns the name in lower case, as it is written in parameters and in JSON. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
