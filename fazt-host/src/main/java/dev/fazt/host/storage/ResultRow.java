package dev.fazt.host.storage;

import dev.fazt.api.storage.Row;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the present row of a result. The positions of the columns are looked up once per prepared statement. */
record ResultRow(ResultSet result, Map<String, Integer> columns) implements Row {

    private interface Getter<T> {
        @Nullable T get(int position) throws SQLException;
    }

    @Override
    public String text(String column) {
        return present(column, textOrNull(column));
    }

    @Override
    public @Nullable String textOrNull(String column) {
        return read(column, result::getString);
    }

    @Override
    public long integer(String column) {
        return present(column, integerOrNull(column));
    }

    @Override
    public @Nullable Long integerOrNull(String column) {
        return read(column, position -> {
            long value = result.getLong(position);
            return result.wasNull() ? null : (Long) value;
        });
    }

    @Override
    public double real(String column) {
        return present(column, realOrNull(column));
    }

    @Override
    public @Nullable Double realOrNull(String column) {
        return read(column, position -> {
            double value = result.getDouble(position);
            return result.wasNull() ? null : (Double) value;
        });
    }

    @Override
    public boolean flag(String column) {
        return integer(column) != 0;
    }

    @Override
    public byte[] bytes(String column) {
        return present(column, this.<byte[]>read(column, result::getBytes));
    }

    private static <T> T present(String column, @Nullable T value) {
        if (value == null) {
            throw new IllegalArgumentException("column '%s' is null".formatted(column));
        }
        return value;
    }

    private <T> @Nullable T read(String column, Getter<T> getter) {
        try {
            Integer position = columns.get(column);
            if (position == null) {
                position = result.findColumn(column);
                columns.put(column, position);
            }
            return getter.get(position);
        } catch (SQLException e) {
            throw new IllegalArgumentException(
                    "column '%s' can not be read: %s".formatted(column, e.getMessage()), e);
        }
    }
}
