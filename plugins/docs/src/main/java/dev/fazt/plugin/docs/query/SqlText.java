package dev.fazt.plugin.docs.query;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Grows a statement together with its parameters. Its text depends on the shape of a query only: what came from a caller is
 * bound, never appended. Not thread-safe.
 */
public final class SqlText {
    private final StringBuilder text = new StringBuilder(256);
    private final List<@Nullable Object> parameters = new ArrayList<>();

    /** Appends SQL that the program itself wrote. */
    public SqlText append(String sql) {
        text.append(sql);
        return this;
    }

    /** Appends a parameter. */
    public SqlText bind(Object value) {
        text.append('?');
        parameters.add(value);
        return this;
    }

    /** Returns the statement. */
    public String text() {
        return text.toString();
    }

    /** Returns the parameters, in the order of their places. */
    public @Nullable Object[] parameters() {
        return parameters.toArray();
    }
}
