package dev.fazt.plugin.docs.query;

import dev.fazt.api.FaztException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Is all that a caller asks of a list.
 *
 * @param limit 1 to 500
 * @param count whether to count all documents that the filter lets through
 */
public record ListQuery(
        Optional<Filter> filter, Sort sort, FieldSelection fields, int limit, Optional<Cursor> cursor, boolean count) {
    /** How many documents a page has unless the caller says otherwise. */
    public static final int DEFAULT_LIMIT = 30;

    /** How many documents a page has at most. */
    public static final int MAX_LIMIT = 500;

    private static final Set<String> PARAMETERS = Set.of("filter", "sort", "fields", "limit", "cursor", "count");

    /**
     * Parses the parameters of a query.
     *
     * <p>A parameter that is not known is refused: a misspelt filter must not give more than was asked for.
     *
     * @throws FaztException 422
     */
    public static ListQuery parse(Map<String, String> parameters, Instant now) {
        for (String name : parameters.keySet()) {
            if (!PARAMETERS.contains(name)) {
                throw FaztException.invalid(
                        name, "'%s' is not a parameter: use filter, sort, fields, limit, cursor or count".formatted(name));
            }
        }
        Sort sort = given(parameters, "sort").map(Sort::parse).orElse(Sort.BY_ID);
        return new ListQuery(
                given(parameters, "filter").map(text -> Filter.parse(text, now)),
                sort,
                given(parameters, "fields").map(FieldSelection::parse).orElse(FieldSelection.ALL),
                given(parameters, "limit").map(ListQuery::limit).orElse(DEFAULT_LIMIT),
                given(parameters, "cursor").map(text -> Cursor.parse(text, sort)),
                given(parameters, "count").map(ListQuery::flag).orElse(false));
    }

    /** Appends what follows WHERE for counting: the filter alone. */
    public void restrict(SqlText sql) {
        filter.ifPresent(condition -> FilterSql.append(sql.append(" AND "), condition));
    }

    /** Appends what follows WHERE for one page, and one row more, which tells whether there is another page. */
    public void page(SqlText sql) {
        restrict(sql);
        cursor.ifPresent(place -> {
            sort.after(sql.append(" AND ("), place.values());
            sql.append(")");
        });
        sort.order(sql.append(" ORDER BY "));
        sql.append(" LIMIT ").bind(limit + 1);
    }

    /** An empty parameter, as an empty field of an HTML form sends it, says nothing. */
    private static Optional<String> given(Map<String, String> parameters, String name) {
        return Optional.ofNullable(parameters.get(name)).filter(text -> !text.isBlank());
    }

    private static int limit(String text) {
        int limit = text.matches("[0-9]{1,4}") ? Integer.parseInt(text) : 0;
        if (limit < 1 || limit > MAX_LIMIT) {
            throw FaztException.invalid("limit", "'%s' is not a limit: use 1 to %d".formatted(text, MAX_LIMIT));
        }
        return limit;
    }

    private static boolean flag(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw FaztException.invalid("count", "'%s' is neither true nor false".formatted(text));
        };
    }
}
