package dev.fazt.host;

import java.sql.DriverManager;
import java.sql.SQLException;

/** Runs one statement on a data file in a process of its own. */
final class SqliteShell {
    private SqliteShell() {}

    public static void main(String[] arguments) throws SQLException {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + arguments[0]);
                var statement = connection.createStatement()) {
            if (!statement.execute(arguments[1])) {
                System.out.println(statement.getUpdateCount());
                return;
            }
            try (var result = statement.getResultSet()) {
                result.next();
                System.out.println(result.getString(1));
            }
        }
    }
}
