package dev.fazt.plugin.docs.query;

/** Lists the comparisons of the filter language. */
public enum Operator {
    EQUAL("="),
    NOT_EQUAL("!="),
    GREATER(">"),
    GREATER_OR_EQUAL(">="),
    LESS("<"),
    LESS_OR_EQUAL("<="),
    LIKE("~"),
    NOT_LIKE("!~");

    private final String symbol;

    Operator(String symbol) {
        this.symbol = symbol;
    }

    /** Returns how the filter language writes it. For all but the last two and {@code !=} it is SQL too. */
    public String symbol() {
        return symbol;
    }

    /** Tells whether it asks for the opposite of {@link #affirmed}. */
    boolean negated() {
        return this == NOT_EQUAL || this == NOT_LIKE;
    }

    /** Returns the operator without its negation. */
    Operator affirmed() {
        return switch (this) {
            case NOT_EQUAL -> EQUAL;
            case NOT_LIKE -> LIKE;
            case EQUAL, GREATER, GREATER_OR_EQUAL, LESS, LESS_OR_EQUAL, LIKE -> this;
        };
    }

    /** Tells whether it only asks whether two values are the same, and not which comes first. */
    boolean equality() {
        return this == EQUAL || this == NOT_EQUAL;
    }

    /** Tells whether it matches text against a pattern. */
    boolean pattern() {
        return this == LIKE || this == NOT_LIKE;
    }

    /** Returns the operator that says the same with its sides exchanged. */
    Operator flipped() {
        return switch (this) {
            case GREATER -> LESS;
            case GREATER_OR_EQUAL -> LESS_OR_EQUAL;
            case LESS -> GREATER;
            case LESS_OR_EQUAL -> GREATER_OR_EQUAL;
            case EQUAL, NOT_EQUAL, LIKE, NOT_LIKE -> this;
        };
    }
}
