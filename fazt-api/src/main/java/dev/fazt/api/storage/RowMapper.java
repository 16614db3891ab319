package dev.fazt.api.storage;

/** Makes a value of a row. */
@FunctionalInterface
public interface RowMapper<T> {
    T map(Row row);
}
