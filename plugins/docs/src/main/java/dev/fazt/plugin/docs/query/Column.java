package dev.fazt.plugin.docs.query;

import java.util.Optional;

/** Lists the fields that the server keeps in columns of their own: they are the same in every document. */
public enum Column {
    /** Text. */
    ID("id"),
    /** Epoch milliseconds. */
    CREATED("created"),
    /** Epoch milliseconds. */
    UPDATED("updated");

    private final String sql;

    Column(String sql) {
        this.sql = sql;
    }

    String sql() {
        return sql;
    }

    /** Finds the column that holds a field. */
    static Optional<Column> named(String field) {
        return switch (field) {
            case "id" -> Optional.of(ID);
            case "created" -> Optional.of(CREATED);
            case "updated" -> Optional.of(UPDATED);
            default -> Optional.empty();
        };
    }
}
