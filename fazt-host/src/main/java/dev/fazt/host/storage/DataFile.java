package dev.fazt.host.storage;

import dev.fazt.host.StartupException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import org.sqlite.SQLiteConfig;

/**
 * Is the one file that holds all state: checked before it is opened, created for its owner's eyes only.
 *
 * <p>SQLite's header carries our mark: {@code application_id} says that the file is Fazt's, {@code user_version} which format
 * it has. PRAGMAs hold per connection, so every connection is opened here.
 */
public final class DataFile {
    /** Is "FAZT" in ASCII. */
    public static final int APPLICATION_ID = 0x46415A54;

    /** Is the newest format that this version knows, as {@code user_version} in the header. */
    public static final int FORMAT = 1;

    private static final byte[] MAGIC = "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);
    private static final int HEADER_BYTES = 100;
    private static final long ALWAYS_CHECKED_BYTES = 64 << 20;
    /** Is how much of the write-ahead log's file is kept for reuse after a burst. */
    private static final long KEPT_WAL_BYTES = 32 << 20;

    private static final int USER_VERSION_OFFSET = 60;
    private static final int APPLICATION_ID_OFFSET = 68;

    private final Path path;

    private DataFile(Path path) {
        this.path = path;
    }

    /**
     * Opens the file, and creates it with its folders if it is not there.
     *
     * @throws StartupException if the file is not Fazt's, is from a newer version, is damaged or can not be written
     */
    public static DataFile open(Path path) {
        Path absolute = path.toAbsolutePath().normalize();
        try {
            if (Files.isDirectory(absolute)) {
                throw new StartupException("'%s' is a folder: give --db a file".formatted(path));
            }
            Files.createDirectories(absolute.getParent());
            if (Files.notExists(absolute)) {
                Files.createFile(
                        absolute, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            }
        } catch (IOException e) {
            throw new StartupException("can not create '%s': %s".formatted(path, reason(e)), e);
        }
        if (!Files.isReadable(absolute) || !Files.isWritable(absolute)) {
            throw new StartupException(
                    "can not write '%s': give the user who runs fazt read and write access to it".formatted(path));
        }
        checkHeader(path, absolute);
        loadDriver();
        DataFile file = new DataFile(absolute);
        file.stamp();
        return file;
    }

    /**
     * Looks at the file without changing anything.
     *
     * @throws StartupException if it is there and is not Fazt's, or is from a newer version
     */
    public static void check(Path path) {
        Path absolute = path.toAbsolutePath().normalize();
        if (Files.isRegularFile(absolute) && Files.isReadable(absolute)) {
            checkHeader(path, absolute);
        }
    }

    private static void loadDriver() {
        try {
            NativeLibrary.load();
        } catch (IOException e) {
            throw new StartupException(
                    "SQLite can not be loaded from the folder for temporary files: make room in it, or choose another with "
                            + "-Djava.io.tmpdir (%s)".formatted(e.getMessage()),
                    e);
        }
    }

    private static String reason(IOException e) {
        return e instanceof java.nio.file.AccessDeniedException
                ? "permission denied; choose another place with --db"
                : e.getClass().getSimpleName() + ": " + e.getMessage();
    }

    private static void checkHeader(Path shown, Path absolute) {
        byte[] header;
        try (InputStream in = Files.newInputStream(absolute)) {
            header = in.readNBytes(HEADER_BYTES);
        } catch (IOException e) {
            throw new StartupException("can not read '%s': %s".formatted(shown, e.getMessage()), e);
        }
        if (header.length == 0) {
            return;
        }
        if (header.length < HEADER_BYTES || !Arrays.equals(MAGIC, 0, MAGIC.length, header, 0, MAGIC.length)) {
            throw new StartupException(
                    "'%s' is not a Fazt data file, and was left as it is: give --db another path".formatted(shown));
        }
        ByteBuffer fields = ByteBuffer.wrap(header);
        if (fields.getInt(APPLICATION_ID_OFFSET) != APPLICATION_ID) {
            throw new StartupException(
                    "'%s' is an SQLite database of another program, and was left as it is: give --db another path"
                            .formatted(shown));
        }
        int format = fields.getInt(USER_VERSION_OFFSET);
        if (format > FORMAT) {
            throw new StartupException(
                    "'%s' has format %d, and this version of fazt knows formats up to %d: start a newer fazt"
                            .formatted(shown, format, FORMAT));
        }
    }

    private void stamp() {
        // A log that is still there was not merged by the last server: it ended without closing the file.
        boolean unclean = Files.exists(Path.of(path + "-wal"));
        try {
            if (Files.size(path) == 0) {
                prepare();
            }
        } catch (SQLException | IOException e) {
            throw unusable(e);
        }
        try (Connection connection = connect(false, StorageSettings.Synchronous.FULL);
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA application_id = " + APPLICATION_ID);
            statement.execute("PRAGMA user_version = " + FORMAT);
            if (unclean || Files.size(path) < ALWAYS_CHECKED_BYTES) {
                quickCheck(statement);
            }
        } catch (SQLException | IOException e) {
            throw unusable(e);
        }
    }

    /** Sets what can be set only before the first page is written: that freed pages can be given back while the server runs. */
    private void prepare() throws SQLException {
        try (Connection connection = new SQLiteConfig().createConnection("jdbc:sqlite:" + path.toUri());
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA auto_vacuum = INCREMENTAL");
            statement.execute("PRAGMA application_id = " + APPLICATION_ID);
        }
    }

    /** Tells damage from a want of space: who restores a backup because the disk is full loses what is newer. */
    private StartupException unusable(Exception cause) {
        if (SqlFailure.isOfTheDisk(cause)) {
            return new StartupException(
                    "'%s' can not be opened: its disk is full or can not be written, so free some space and start again (%s)"
                            .formatted(path, cause.getMessage()),
                    cause);
        }
        return new StartupException(
                "'%s' can not be opened or is damaged: restore a backup with 'fazt backup restore', or see what 'fazt db check' says (%s)"
                        .formatted(path, cause.getMessage()),
                cause);
    }

    /** Looks for damage. It reads the whole file, so a large one is checked only after an unclean end. */
    private static void quickCheck(Statement statement) throws SQLException {
        try (var result = statement.executeQuery("PRAGMA quick_check(1)")) {
            if (!result.next() || !"ok".equals(result.getString(1))) {
                throw new SQLException(result.getString(1));
            }
        }
    }

    /** Returns the absolute path. */
    public Path path() {
        return path;
    }

    /** Opens the connection that writes. */
    ConnectionSql connectWriter(StorageSettings.Synchronous synchronous) throws SQLException {
        return transactional(connect(false, synchronous), true);
    }

    /** Opens a connection that can not write. */
    ConnectionSql connectReader() throws SQLException {
        return transactional(connect(true, StorageSettings.Synchronous.FULL), false);
    }

    /** Opens the connection that moves the write-ahead log into the file. */
    Connection connectMaintenance() throws SQLException {
        return connect(false, StorageSettings.Synchronous.FULL);
    }

    /** Uses JDBC's own transactions: with auto-commit the driver would try to begin one after every single statement. */
    private static ConnectionSql transactional(Connection connection, boolean writes) throws SQLException {
        connection.setAutoCommit(false);
        return new ConnectionSql(connection, writes);
    }

    private Connection connect(boolean queryOnly, StorageSettings.Synchronous synchronous) throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.valueOf(synchronous.name()));
        config.setTransactionMode(SQLiteConfig.TransactionMode.DEFERRED);
        config.setTempStore(SQLiteConfig.TempStore.MEMORY);
        config.setCacheSize(queryOnly ? -2_000 : -8_000);
        // Only another program can hold the lock: the writer is alone. Callers are told soon.
        config.setBusyTimeout(1_000);
        config.enforceForeignKeys(true);
        // Otherwise the driver asks for the last rowid after each insert, which costs a fifth of it, and nobody wants to know.
        config.setGetGeneratedKeys(false);
        Connection connection = config.createConnection("jdbc:sqlite:" + path.toUri());
        try (Statement statement = connection.createStatement()) {
            // Checkpoints have a thread of their own; see Maintenance.
            statement.execute("PRAGMA wal_autocheckpoint = 0");
            statement.execute("PRAGMA journal_size_limit = " + KEPT_WAL_BYTES);
            statement.execute("PRAGMA query_only = " + (queryOnly ? "ON" : "OFF"));
        }
        return connection;
    }
}
