package dev.fazt.host.backup;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;

/** Is a data file with numbered notes, and one connection that writes to it as a server would. */
final class SampleFile implements AutoCloseable {
    private static final int PAGE = 4096;

    private final Path path;
    private final Connection connection;

    private SampleFile(Path path, Connection connection) {
        this.path = path;
        this.connection = connection;
    }

    /** Makes a file with this many notes of about a kilobyte, and leaves it open. */
    static SampleFile open(Path path, int notes) throws SQLException {
        SampleFile file = new SampleFile(path, DriverManager.getConnection("jdbc:sqlite:" + path));
        file.run("PRAGMA journal_mode = WAL");
        file.run("PRAGMA application_id = 0x46415A54");
        file.run("PRAGMA user_version = 1");
        file.run("CREATE TABLE notes (number INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT");
        file.run("CREATE TABLE answers (note INTEGER NOT NULL REFERENCES notes (number)) STRICT");
        file.run("CREATE INDEX notes_text ON notes (text)");
        file.connection.setAutoCommit(false);
        for (int i = 0; i < notes; i++) {
            file.insert(file.notes() + 1);
        }
        file.connection.commit();
        file.connection.setAutoCommit(true);
        return file;
    }

    /** Makes a closed file, whose log is merged. */
    static Path closed(Path path, int notes) throws SQLException {
        open(path, notes).close();
        return path;
    }

    private long highest;

    private long notes() {
        return highest;
    }

    /** Writes one more note; it is committed when this returns. */
    void write() {
        insert(highest + 1);
    }

    private void insert(long number) {
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO notes (number, text) VALUES (?, ?)")) {
            insert.setLong(1, number);
            insert.setString(2, number + "x".repeat(1_000));
            insert.executeUpdate();
            highest = number;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    void run(String statement) throws SQLException {
        try (Statement prepared = connection.createStatement()) {
            prepared.execute(statement);
        }
    }

    Path path() {
        return path;
    }

    /** Copies the file with its log, as it lies there when a server is killed. */
    Path killed(Path folder) throws IOException {
        Path copy = folder.resolve("data.db");
        Files.copy(path, copy);
        Files.copy(Path.of(path + "-wal"), Path.of(copy + "-wal"));
        return copy;
    }

    /** Opens a file and asks it something. */
    static String ask(Path path, String query) {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + path);
                var statement = connection.createStatement();
                var result = statement.executeQuery(query)) {
            return result.next() ? result.getString(1) : "";
        } catch (SQLException e) {
            return String.valueOf(e.getMessage());
        }
    }

    static long count(Path path) {
        return Long.parseLong(ask(path, "SELECT COUNT(*) FROM notes"));
    }

    /** Overwrites the middle of one page. */
    static void damage(Path path, int page) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            file.seek((long) (page - 1) * PAGE);
            file.write(new byte[PAGE / 2]);
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
