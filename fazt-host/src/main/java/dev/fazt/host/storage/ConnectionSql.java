package dev.fazt.host.storage;

import dev.fazt.api.Fault;
import dev.fazt.api.FaztException;
import dev.fazt.api.storage.Json;
import dev.fazt.api.storage.Row;
import dev.fazt.api.storage.RowMapper;
import dev.fazt.api.storage.Sql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteConnection;

/**
 * Runs statements on one connection, and keeps the most recently used ones prepared. Used by one thread at a time.
 *
 * <p>A statement leaves the cache while it runs, so that a consumer of rows may run the same statement again.
 */
final class ConnectionSql implements Sql, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ConnectionSql.class);
    private static final int CACHED_STATEMENTS = 128;
    /** Tells connections that the columns which they remember may be other ones: a script has run. */
    private static final AtomicInteger SCHEMA_CHANGES = new AtomicInteger();

    private final Connection connection;
    private final boolean writes;
    private final Map<String, CachedStatement> cache = new LinkedHashMap<>(64, 0.75f, true);
    private final List<Runnable> afterCommit = new ArrayList<>();
    private String owner = "host";
    private int schemaChanges = SCHEMA_CHANGES.get();
    private volatile @Nullable Thread user;
    private @Nullable FaztException fatalFailure;
    private volatile String lastStatement = "";

    ConnectionSql(Connection connection, boolean writes) {
        this.connection = connection;
        this.writes = writes;
    }

    /** Is a prepared statement with the number of its parameters and the positions of its columns. */
    private record CachedStatement(PreparedStatement statement, int parameters, Map<String, Integer> columns) {
        CachedStatement(PreparedStatement statement) throws SQLException {
            this(statement, statement.getParameterMetaData().getParameterCount(), new LinkedHashMap<>());
        }
    }

    /** Begins a unit of work: from here on, failures are attributed to the plugin. */
    void begin(String plugin) {
        user = Thread.currentThread();
        if (schemaChanges != SCHEMA_CHANGES.get()) {
            schemaChanges = SCHEMA_CHANGES.get();
            forgetStatements();
        }
        owner = plugin;
        lastStatement = "";
        fatalFailure = null;
    }

    /**
     * Returns the failure of the present unit after which SQLite may have ended the transaction by itself; null if there was
     * none. A unit that catches it can not go on: what it wrote before may be gone.
     */
    @Nullable FaztException fatalFailure() {
        return fatalFailure;
    }

    /** Ends the unit of work: who has kept this can do nothing with it. */
    void end() {
        user = null;
    }

    private void requireUser() {
        if (Thread.currentThread() != user) {
            throw new IllegalStateException("Sql is valid only within its unit of work, and on the thread of it");
        }
    }

    /** Returns the statement that runs or ran last, for the log. Thread-safe. */
    String lastStatement() {
        return lastStatement;
    }

    /** Interrupts the statement that runs, if one does. Thread-safe. */
    void interrupt() {
        try {
            connection.unwrap(SQLiteConnection.class).getDatabase().interrupt();
        } catch (SQLException e) {
            LOG.warn("a statement could not be interrupted: {}", e.getMessage());
        }
    }

    /** Makes everything since the last commit durable. */
    void commit() throws SQLException {
        connection.commit();
    }

    /** Runs a PRAGMA of the storage itself, which plugins may not, to its end. */
    void pragma(String text) throws SQLException {
        execute("PRAGMA " + text);
    }

    /** Moves the write-ahead log into the data file, as far as readers let it. Not within a transaction. */
    void checkpoint() throws SQLException {
        pragma("wal_checkpoint(PASSIVE)");
        connection.rollback();
    }

    /** Refreshes what the query planner knows of the tables, from samples. */
    void optimize() throws SQLException {
        pragma("analysis_limit = 400");
        pragma("optimize = 0x10002");
        connection.commit();
    }

    /** Ends the transaction, and with it the snapshot of what was read. */
    void rollback() throws SQLException {
        connection.rollback();
    }

    /** Runs a statement of the storage itself, which plugins may not, such as {@code SAVEPOINT unit}. */
    void control(String text) throws SQLException {
        CachedStatement prepared = cache.get(text);
        if (prepared == null) {
            prepared = new CachedStatement(connection.prepareStatement(text));
            cache.put(text, prepared);
        }
        prepared.statement.executeUpdate();
    }

    /** Returns the effects registered since the last call. */
    List<Runnable> takeEffects() {
        if (afterCommit.isEmpty()) {
            return List.of();
        }
        List<Runnable> effects = List.copyOf(afterCommit);
        afterCommit.clear();
        return effects;
    }

    @Override
    public int update(String statement, @Nullable Object... parameters) {
        return run(statement, prepared -> {
            bind(prepared, parameters);
            return prepared.statement.executeUpdate();
        });
    }

    @Override
    public int batch(String statement, List<@Nullable Object[]> rows) {
        if (rows.isEmpty()) {
            return 0;
        }
        return run(statement, prepared -> {
            for (@Nullable Object[] row : rows) {
                bind(prepared, row);
                prepared.statement.addBatch();
            }
            int changed = 0;
            for (int count : prepared.statement.executeBatch()) {
                changed += Math.max(0, count);
            }
            return changed;
        });
    }

    @Override
    public <T> List<T> query(String statement, RowMapper<T> mapper, @Nullable Object... parameters) {
        List<T> found = new ArrayList<>();
        each(statement, row -> found.add(mapper.map(row)), parameters);
        return found;
    }

    @Override
    public <T> Optional<T> first(String statement, RowMapper<T> mapper, @Nullable Object... parameters) {
        return run(statement, prepared -> {
            bind(prepared, parameters);
            try (ResultSet result = prepared.statement.executeQuery()) {
                return result.next()
                        ? Optional.of(mapper.map(new ResultRow(result, prepared.columns)))
                        : Optional.empty();
            }
        });
    }

    @Override
    public void each(String statement, Consumer<Row> consumer, @Nullable Object... parameters) {
        run(statement, prepared -> {
            bind(prepared, parameters);
            try (ResultSet result = prepared.statement.executeQuery()) {
                ResultRow row = new ResultRow(result, prepared.columns);
                while (result.next()) {
                    consumer.accept(row);
                }
                return 0;
            }
        });
    }

    @Override
    public void afterCommit(Runnable effect) {
        if (!writes) {
            throw new IllegalStateException("a unit of work that only reads commits nothing: use write");
        }
        requireUser();
        afterCommit.add(effect);
    }

    /** Runs several statements at once, for migrations. */
    void script(String statements) throws SQLException {
        requireUser();
        StatementRules.checkScript(statements, owner);
        lastStatement = statements;
        execute(statements);
        afterCommit.add(SCHEMA_CHANGES::incrementAndGet);
    }

    private void execute(String text) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate(text);
        }
    }

    private interface Execution<T> {
        T on(CachedStatement prepared) throws SQLException;
    }

    private <T> T run(String text, Execution<T> execution) {
        requireUser();
        if (fatalFailure != null) {
            throw fatalFailure;
        }
        CachedStatement prepared = cache.remove(text);
        lastStatement = text;
        try {
            if (prepared == null) {
                StatementRules.check(text, owner);
                prepared = new CachedStatement(connection.prepareStatement(text));
            }
            T result = execution.on(prepared);
            keep(text, prepared);
            return result;
        } catch (SQLException e) {
            closeQuietly(prepared);
            FaztException failure = SqlFailure.of(e, owner, text);
            if (SqlFailure.endsTransaction(e)) {
                fatalFailure = failure;
            }
            throw failure;
        } catch (RuntimeException | Error e) {
            // What a mapper threw may have left the statement in the middle of its rows.
            closeQuietly(prepared);
            throw e;
        }
    }

    private void forgetStatements() {
        cache.values().forEach(ConnectionSql::closeQuietly);
        cache.clear();
    }

    private void keep(String text, CachedStatement prepared) throws SQLException {
        CachedStatement other = cache.put(text, prepared);
        if (other != null) {
            other.statement.close();
        }
        if (cache.size() > CACHED_STATEMENTS) {
            Iterator<CachedStatement> eldest = cache.values().iterator();
            eldest.next().statement.close();
            eldest.remove();
        }
    }

    private static void closeQuietly(@Nullable CachedStatement prepared) {
        if (prepared != null) {
            try {
                prepared.statement.close();
            } catch (SQLException e) {
                // The failure that led here is already on its way to the caller, and says more.
            }
        }
    }

    private void bind(CachedStatement prepared, @Nullable Object[] parameters) throws SQLException {
        if (parameters.length != prepared.parameters) {
            // The driver would keep what an earlier caller has bound.
            throw new FaztException(
                    new Fault.Defect(owner),
                    "%d parameters for a statement with %d: %s".formatted(parameters.length, prepared.parameters, lastStatement));
        }
        PreparedStatement statement = prepared.statement;
        for (int i = 0; i < parameters.length; i++) {
            int position = i + 1;
            switch (parameters[i]) {
                case null -> statement.setNull(position, java.sql.Types.NULL);
                case String text -> statement.setString(position, text);
                case Long number -> statement.setLong(position, number);
                case Integer number -> statement.setInt(position, number);
                case Double number -> statement.setDouble(position, number);
                case Boolean flag -> statement.setInt(position, flag ? 1 : 0);
                case Json json -> statement.setString(position, json.text());
                case byte[] bytes -> statement.setBytes(position, bytes);
                case Object other -> throw new FaztException(
                        new Fault.Defect(owner),
                        "parameter %d is a %s: bind String, Long, Integer, Double, Boolean, byte[], Json or null"
                                .formatted(position, other.getClass().getName()));
            }
        }
    }

    @Override
    public void close() throws SQLException {
        cache.clear();
        connection.close();
    }
}
