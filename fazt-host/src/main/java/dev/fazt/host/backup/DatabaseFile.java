package dev.fazt.host.backup;

import dev.fazt.api.FaztException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.sqlite.ProgressHandler;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteOpenMode;

/**
 * Is a connection of its own to a data file, beside those of a server that may run on it. Used by one thread at a time.
 *
 * <p>A live data file is looked at through SQLite only: POSIX drops all locks that a process holds on a file, and so SQLite's too,
 * when any of its parts opens and closes the same file.
 */
final class DatabaseFile implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 10_000;
    private static final int PAGES_PER_STEP = 1_000;
    private static final int STEPS_OF_VM = 10_000;

    private final Path path;
    private final Connection connection;

    private DatabaseFile(Path path, Connection connection) {
        this.path = path;
        this.connection = connection;
    }

    /**
     * Opens a file for reading; no statement can change it.
     *
     * @throws FaztException if it is not there or can not be opened
     */
    static DatabaseFile read(Path path) {
        DatabaseFile file = open(path, PATIENCE_MILLIS);
        file.execute("PRAGMA query_only = ON");
        return file;
    }

    /** Opens a file that no server holds. */
    static DatabaseFile write(Path path) {
        return open(path, PATIENCE_MILLIS);
    }

    private static DatabaseFile open(Path path, int patienceMillis) {
        if (!Files.isRegularFile(path)) {
            throw FaztException.notFound("there is no data file '%s'".formatted(path));
        }
        SQLiteConfig config = new SQLiteConfig();
        config.resetOpenMode(SQLiteOpenMode.CREATE);
        config.setBusyTimeout(patienceMillis);
        config.setCacheSize(-8_000);
        try {
            // As a URI, because the driver would take a question mark in a plain path for the beginning of options.
            return new DatabaseFile(path, config.createConnection("jdbc:sqlite:" + path.toUri()));
        } catch (SQLException e) {
            throw SqliteFailure.of(e, path);
        }
    }

    /** Tells whether someone, in whatever process, writes the file now. */
    static boolean isInUse(Path path) {
        try (DatabaseFile file = open(path, 0)) {
            file.execute("BEGIN EXCLUSIVE");
            return false;
        } catch (FaztException e) {
            return SqliteFailure.isBusy(e);
        }
    }

    Path path() {
        return path;
    }

    /**
     * Makes sure that the file is Fazt's, and of a version that is known.
     *
     * @throws FaztException if it is not
     */
    void requireFazt() {
        FileHeader.requireMark(number("PRAGMA application_id"), number("PRAGMA user_version"), path);
    }

    /** Holds one state of the file in view until the connection is closed, whatever others write meanwhile. */
    void pin() {
        execute("BEGIN");
        // The transaction is opened by its first read.
        number("SELECT count(*) FROM sqlite_schema");
    }

    long pages() {
        return number("PRAGMA page_count");
    }

    long freePages() {
        return number("PRAGMA freelist_count");
    }

    long pageSize() {
        return number("PRAGMA page_size");
    }

    /**
     * Copies the pinned state to an empty file that is there, and forces it to disk.
     *
     * <p>SQLite's online backup begins again whenever the source changes between two of its steps. The pinned transaction sees no
     * change, so it never does: tried with a writer at full speed beside it.
     */
    void copyTo(Path target, CopyProgress progress) {
        try {
            int result = connection
                    .unwrap(SQLiteConnection.class)
                    .getDatabase()
                    .backup(
                            "main",
                            target.toString(),
                            (remaining, total) -> progress.show("copying", total - remaining, total),
                            10,
                            PATIENCE_MILLIS / 10,
                            PAGES_PER_STEP);
            if (result != 0) {
                throw SqliteFailure.ofCode(result, target);
            }
        } catch (SQLException e) {
            throw SqliteFailure.of(e, target);
        }
    }

    /** Lets an interrupt of the thread end a statement that takes long. */
    void heedInterrupts() {
        Thread thread = Thread.currentThread();
        try {
            ProgressHandler.setHandler(connection, STEPS_OF_VM, new ProgressHandler() {
                @Override
                protected int progress() {
                    return thread.isInterrupted() ? 1 : 0;
                }
            });
        } catch (SQLException e) {
            throw SqliteFailure.of(e, path);
        }
    }

    long number(String query) {
        return Long.parseLong(lines(query, 1).getFirst());
    }

    /** Returns rows as text, their columns joined by spaces. */
    List<String> lines(String query, int most) {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            int columns = result.getMetaData().getColumnCount();
            List<String> lines = new ArrayList<>();
            while (lines.size() < most && result.next()) {
                List<String> cells = new ArrayList<>();
                for (int i = 1; i <= columns; i++) {
                    cells.add(String.valueOf(result.getString(i)));
                }
                lines.add(String.join(" ", cells));
            }
            return lines;
        } catch (SQLException e) {
            throw SqliteFailure.of(e, path);
        }
    }

    void execute(String statement) {
        try (Statement prepared = connection.createStatement()) {
            prepared.execute(statement);
        } catch (SQLException e) {
            throw SqliteFailure.of(e, path);
        }
    }

    @Override
    public void close() {
        try {
            ProgressHandler.clearHandler(connection);
            connection.close();
        } catch (SQLException e) {
            throw SqliteFailure.of(e, path);
        }
    }
}
