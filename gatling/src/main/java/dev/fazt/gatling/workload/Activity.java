package dev.fazt.gatling.workload;

import java.util.Optional;

/** Is what visitors of a site do. */
public enum Activity implements Workload {
    /** Each request sends a form. */
    FORMS("forms"),
    /** Each request is an event of a script. */
    ANALYTICS("analytics"),
    /** A browser that loads a page with what belongs to it, looks at it, goes on, posts events and now and then a form. */
    DAY("day");

    private final String label;

    Activity(String label) {
        this.label = label;
    }

    @Override
    public String label() {
        return label;
    }

    @Override
    public Optional<Integer> forerunner() {
        return Optional.empty();
    }
}
