package dev.fazt.plugin.analytics;

import dev.fazt.api.storage.Row;
import dev.fazt.api.storage.RowMapper;
import dev.fazt.api.storage.Sql;
import dev.fazt.api.Site;
import dev.fazt.api.storage.Storage;
import dev.fazt.api.storage.Work;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Is a storage on one connection to a real SQLite file, with the plugin's own migration: enough to try its statements. */
final class SqliteFile implements Storage, AutoCloseable {
    private final Connection connection;

    SqliteFile(Path file) throws SQLException, IOException {
        connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        connection.setAutoCommit(false);
        try (var script = SqliteFile.class.getResourceAsStream("/db/migration/001_events.sql");
                var statement = connection.createStatement()) {
            boolean fresh;
            try (ResultSet tables = statement.executeQuery("SELECT name FROM sqlite_schema WHERE name = 'events'")) {
                fresh = !tables.next();
            }
            if (fresh) {
                for (String part : new String(script.readAllBytes(), StandardCharsets.UTF_8).split(";", -1)) {
                    if (!part.isBlank()) {
                        statement.execute(part);
                    }
                }
            }
            connection.commit();
        }
    }

    @Override
    public synchronized <T> T write(Work<T> work) {
        try {
            T result = work.run(new JdbcSql(connection));
            connection.commit();
            return result;
        } catch (Exception e) {
            try {
                connection.rollback();
            } catch (SQLException failure) {
                e.addSuppressed(failure);
            }
            throw e instanceof RuntimeException unchecked ? unchecked : new IllegalStateException(e);
        }
    }

    @Override
    public <T> CompletableFuture<T> submit(Work<T> work) {
        return CompletableFuture.completedFuture(write(work));
    }

    @Override
    public <T> T read(Work<T> work) {
        return write(work);
    }

    long count(String statement, @Nullable Object... parameters) {
        return read(sql -> sql.first(statement, row -> row.integer("n"), parameters)).orElseThrow();
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }

    private record JdbcSql(Connection connection) implements Sql {
        @Override
        public int update(String statement, @Nullable Object... parameters) {
            return with(statement, parameters, PreparedStatement::executeUpdate);
        }

        @Override
        public int batch(String statement, List<@Nullable Object[]> rows) {
            return rows.stream().mapToInt(row -> update(statement, row)).sum();
        }

        @Override
        public <T> List<T> query(String statement, RowMapper<T> mapper, @Nullable Object... parameters) {
            var all = new ArrayList<T>();
            each(statement, row -> all.add(mapper.map(row)), parameters);
            return all;
        }

        @Override
        public <T> Optional<T> first(String statement, RowMapper<T> mapper, @Nullable Object... parameters) {
            return query(statement, mapper, parameters).stream().findFirst();
        }

        @Override
        public void each(String statement, Consumer<Row> consumer, @Nullable Object... parameters) {
            with(statement, parameters, prepared -> {
                try (ResultSet result = prepared.executeQuery()) {
                    while (result.next()) {
                        consumer.accept(new JdbcRow(result));
                    }
                }
                return 0;
            });
        }

        @Override
        public void afterCommit(Runnable effect) {
            throw new UnsupportedOperationException("the plugin has no effects after a commit");
        }

        private int with(String statement, @Nullable Object[] parameters, Step step) {
            try (PreparedStatement prepared = connection.prepareStatement(statement)) {
                for (int i = 0; i < parameters.length; i++) {
                    prepared.setObject(i + 1, parameters[i]);
                }
                return step.run(prepared);
            } catch (SQLException e) {
                throw new IllegalStateException(statement, e);
            }
        }
    }

    private interface Step {
        int run(PreparedStatement statement) throws SQLException;
    }

    private interface Cell<T> {
        @Nullable T read(ResultSet result) throws SQLException;
    }

    private record JdbcRow(ResultSet result) implements Row {
        @Override
        public String text(String column) {
            return Optional.ofNullable(textOrNull(column)).orElseThrow();
        }

        @Override
        public @Nullable String textOrNull(String column) {
            return cell(row -> row.getString(column));
        }

        @Override
        public long integer(String column) {
            return Optional.ofNullable(integerOrNull(column)).orElseThrow();
        }

        @Override
        public @Nullable Long integerOrNull(String column) {
            return cell(row -> {
                long value = row.getLong(column);
                return row.wasNull() ? null : value;
            });
        }

        @Override
        public double real(String column) {
            return Optional.ofNullable(realOrNull(column)).orElseThrow();
        }

        @Override
        public @Nullable Double realOrNull(String column) {
            return cell(row -> {
                double value = row.getDouble(column);
                return row.wasNull() ? null : value;
            });
        }

        @Override
        public boolean flag(String column) {
            return integer(column) != 0;
        }

        @Override
        public byte[] bytes(String column) {
            return Optional.ofNullable(cell(row -> row.getBytes(column))).orElseThrow();
        }

        private <T> @Nullable T cell(Cell<T> cell) {
            try {
                return cell.read(result);
            } catch (SQLException e) {
                throw new IllegalArgumentException(e);
            }
        }
    }

    @Override
    public Storage forSite(Site site) {
        return this;
    }

    @Override
    public Storage within(Duration deadline) {
        return this;
    }
}
