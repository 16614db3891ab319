package dev.fazt.api.storage;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs statements within a unit of work.
 *
 * <p>Statements are prepared once per connection and cached by their text, so the text must be constant: values go into
 * {@code ?} parameters. A parameter is a {@code String}, {@code Long}, {@code Integer}, {@code Double}, {@code Boolean}
 * (stored as 0 or 1), {@code byte[]}, {@link Json}, or null; any other type is refused. Only SELECT, INSERT, UPDATE, DELETE and WITH
 * run, each also with RETURNING; transactions belong to the writer. Use the subset of SQL that SQLite and PostgreSQL
 * share.
 *
 * <p>Valid only on the thread and for the time of the unit of work; not thread-safe.
 */
public interface Sql {

    /** Runs an INSERT, UPDATE or DELETE, and returns the number of rows that it changed. */
    int update(String statement, @Nullable Object... parameters);

    /** Runs one statement for each row of parameters, faster than one by one, and returns the number of changed rows. */
    int batch(String statement, List<@Nullable Object[]> rows);

    /** Returns all rows of a query, or of a statement with RETURNING. Bound it with LIMIT: all rows are held in memory. */
    <T> List<T> query(String statement, RowMapper<T> mapper, @Nullable Object... parameters);

    /** Returns the first row of a query, if there is one. */
    <T> Optional<T> first(String statement, RowMapper<T> mapper, @Nullable Object... parameters);

    /** Passes each row of a query to the consumer while it is read, so that results of any size fit. */
    void each(String statement, Consumer<Row> consumer, @Nullable Object... parameters);

    /**
     * Runs an effect once the unit's changes are durable, before the caller is answered. Not run if the unit is rolled back.
     *
     * @param effect short and non-blocking: it runs on the writer's thread. What it throws is logged
     * @throws IllegalStateException in a unit of work that only reads
     */
    void afterCommit(Runnable effect);
}
