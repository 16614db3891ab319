package dev.fazt.plugin.docs.query;

import dev.fazt.api.FaztException;
import java.time.Instant;
import java.util.List;

/** Is a condition on documents. */
public sealed interface Filter {

    /** Holds if all of its two or more terms hold. */
    record And(List<Filter> terms) implements Filter {
        public And {
            terms = List.copyOf(terms);
        }
    }

    /** Holds if one of its two or more terms holds. */
    record Or(List<Filter> terms) implements Filter {
        public Or {
            terms = List.copyOf(terms);
        }
    }

    /**
     * Compares a field with a value, or with another field.
     *
     * @param anyOf whether it is enough that one element of an array compares so; a value that is no array counts as its only
     *     element
     */
    record Comparison(FieldPath field, Operator operator, boolean anyOf, Operand right) implements Filter {
        public Comparison {
            check(field, operator, anyOf, right);
        }

        private static void check(FieldPath field, Operator operator, boolean anyOf, Operand right) {
            if (operator.pattern() && !(right instanceof Operand.Text)) {
                throw refused("'%s' takes a string in quotes on its right".formatted(operator.symbol()));
            }
            boolean unordered = right instanceof Operand.Flag || right instanceof Operand.Null;
            if (unordered && !operator.equality()) {
                throw refused("true, false and null have no order: use = or !=, not " + operator.symbol());
            }
            if (right instanceof Operand.Field(FieldPath other)) {
                if (anyOf) {
                    throw refused("?%s compares with a value, not with the field '%s'"
                            .formatted(operator.symbol(), other));
                }
                if (field.column().isPresent() || other.column().isPresent()) {
                    throw refused("id, created and updated compare with values, not with other fields");
                }
            }
            field.column().ifPresent(column -> check(column, operator, anyOf, right));
        }

        private static void check(Column column, Operator operator, boolean anyOf, Operand right) {
            if (anyOf) {
                throw refused("'%s' is not an array".formatted(column.sql()));
            }
            if (column == Column.ID && !(right instanceof Operand.Text)) {
                throw refused("id compares with a string in quotes");
            }
            if (column != Column.ID) {
                if (operator.pattern()) {
                    throw refused("'%s' is a time: compare it with =, !=, >, >=, < or <=".formatted(column.sql()));
                }
                Moments.of(column, right);
            }
        }
    }

    /**
     * Parses the filter language of PocketBase.
     *
     * @param text at most 2,000 characters and 50 comparisons
     * @param now what {@code @now} means
     * @throws FaztException 422, if it is not understood to its last character
     */
    static Filter parse(String text, Instant now) {
        return new FilterParser(text, now).parse();
    }

    private static FaztException refused(String message) {
        return FaztException.invalid("filter", message);
    }
}
