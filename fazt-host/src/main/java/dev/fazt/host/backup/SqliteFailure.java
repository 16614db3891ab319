package dev.fazt.host.backup;

import dev.fazt.api.Fault;
import dev.fazt.api.FaztException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** Tells what a failure of SQLite means to who copies a data file. */
final class SqliteFailure {
    private static final int DAMAGED = 422;
    private static final int PRIMARY_CODE = 0xff;

    private SqliteFailure() {}

    static FaztException of(SQLException failure, Path path) {
        return failure instanceof SQLiteException sqlite
                ? of(sqlite.getResultCode().code & PRIMARY_CODE, path, failure)
                : of(SQLiteErrorCode.SQLITE_ERROR.code, path, failure);
    }

    /** Translates a result code of SQLite, of the simple or the extended kind. */
    static FaztException ofCode(int code, Path path) {
        return of(code & PRIMARY_CODE, path, null);
    }

    private static FaztException of(int code, Path path, @Nullable SQLException cause) {
        SQLiteErrorCode known = SQLiteErrorCode.getErrorCode(code);
        return switch (known) {
            case SQLITE_BUSY, SQLITE_LOCKED -> new FaztException(
                    new Fault.Conflict(409),
                    "another program uses '%s' just now: close it, or try again later".formatted(path),
                    cause);
            case SQLITE_FULL -> new FaztException(
                    new Fault.Resource(), "the disk of '%s' is full: free some space and try again".formatted(path), cause);
            case SQLITE_CANTOPEN, SQLITE_READONLY, SQLITE_PERM -> new FaztException(
                    new Fault.Resource(), "'%s' can not be opened: is it, and its folder, yours?".formatted(path), cause);
            case SQLITE_INTERRUPT -> new FaztException(
                    new Fault.Conflict(409), "the work on '%s' was interrupted".formatted(path), cause);
            default -> new FaztException(
                    new Fault.Invalid(DAMAGED, List.of()),
                    "'%s' is damaged or can not be read: %s"
                            .formatted(path, cause == null ? known.message : cause.getMessage()),
                    cause);
        };
    }

    static boolean isBusy(FaztException failure) {
        return failure.fault() instanceof Fault.Conflict;
    }

    /** Tells whether the file itself is the matter, not what is around it. */
    static boolean isDamage(FaztException failure) {
        return failure.fault() instanceof Fault.Invalid;
    }
}
