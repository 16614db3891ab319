package dev.fazt.plugin.docs.query;

import dev.fazt.api.FaztException;
import dev.fazt.plugin.docs.query.Token.Kind;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Parses a filter by recursive descent.
 *
 * <pre>{@code
 * or         = and *( "||" and )
 * and        = term *( "&&" term )
 * term       = "(" or ")" / operand operator operand
 * }</pre>
 */
final class FilterParser {
    private static final int MAX_TERMS = 50;
    private static final int MAX_DEPTH = 20;

    private final List<Token> tokens;
    private final Instant now;
    private int next;
    private int terms;
    private int depth;

    FilterParser(String text, Instant now) {
        this.tokens = new FilterLexer(text).tokens();
        this.now = now;
    }

    Filter parse() {
        Filter filter = or();
        if (peek().kind() != Kind.END) {
            throw expected("&& or ||");
        }
        return filter;
    }

    private Filter or() {
        List<Filter> alternatives = new ArrayList<>(List.of(and()));
        while (accept(Kind.OR)) {
            alternatives.add(and());
        }
        return alternatives.size() == 1 ? alternatives.getFirst() : new Filter.Or(alternatives);
    }

    private Filter and() {
        List<Filter> conditions = new ArrayList<>(List.of(term()));
        while (accept(Kind.AND)) {
            conditions.add(term());
        }
        return conditions.size() == 1 ? conditions.getFirst() : new Filter.And(conditions);
    }

    private Filter term() {
        if (!accept(Kind.OPEN)) {
            return comparison();
        }
        if (++depth > MAX_DEPTH) {
            throw FaztException.invalid("filter", "the filter has more than %d nested brackets".formatted(MAX_DEPTH));
        }
        Filter inner = or();
        if (!accept(Kind.CLOSE)) {
            throw expected(") or && or ||");
        }
        depth--;
        return inner;
    }

    private Filter comparison() {
        if (++terms > MAX_TERMS) {
            throw FaztException.invalid("filter", "the filter has more than %d comparisons".formatted(MAX_TERMS));
        }
        Operand left = operand();
        if (peek().kind() != Kind.OPERATOR) {
            throw expected("an operator such as = or ~");
        }
        String symbol = take().text();
        boolean anyOf = symbol.startsWith("?");
        Operator operator = operator(anyOf ? symbol.substring(1) : symbol);
        Operand right = operand();
        if (left instanceof Operand.Field(FieldPath field)) {
            return new Filter.Comparison(field, operator, anyOf, right);
        }
        if (right instanceof Operand.Field(FieldPath field) && !operator.pattern() && !anyOf) {
            return new Filter.Comparison(field, operator.flipped(), false, left);
        }
        throw FaztException.invalid("filter", "'%s' needs a field on its left".formatted(symbol));
    }

    private Operand operand() {
        Token token = peek();
        return switch (token.kind()) {
            case STRING -> new Operand.Text(take().text());
            case NUMBER -> number(take().text());
            case MACRO -> new Operand.Moment(Moments.macro(take().text(), now));
            case NAME -> name(take().text());
            case OPERATOR, AND, OR, OPEN, CLOSE, END -> throw expected("a field or a value");
        };
    }

    private static Operand name(String text) {
        return switch (text) {
            case "true" -> new Operand.Flag(true);
            case "false" -> new Operand.Flag(false);
            case "null" -> new Operand.Null();
            default -> new Operand.Field(FieldPath.parse("filter", text));
        };
    }

    private static Operand number(String text) {
        BigDecimal exact = new BigDecimal(text);
        if (exact.scale() <= 0 && exact.precision() - exact.scale() <= 18) {
            return new Operand.Whole(exact.longValueExact());
        }
        double nearest = exact.doubleValue();
        if (Double.isInfinite(nearest)) {
            throw FaztException.invalid("filter", "the number %s is too large".formatted(text));
        }
        return new Operand.Real(nearest);
    }

    private static Operator operator(String symbol) {
        for (Operator operator : Operator.values()) {
            if (operator.symbol().equals(symbol)) {
                return operator;
            }
        }
        throw FaztException.invalid("filter", "'%s' is not an operator".formatted(symbol));
    }

    private Token peek() {
        return tokens.get(next);
    }

    private Token take() {
        return tokens.get(next++);
    }

    private boolean accept(Kind kind) {
        if (peek().kind() != kind) {
            return false;
        }
        next++;
        return true;
    }

    private FaztException expected(String what) {
        Token found = peek();
        return FaztException.invalid(
                "filter",
                "expected %s at character %d, not '%s'".formatted(what, found.position(), found.text()));
    }
}
