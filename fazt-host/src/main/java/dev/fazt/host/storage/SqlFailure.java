package dev.fazt.host.storage;

import dev.fazt.api.Fault;
import dev.fazt.api.FaztException;
import java.sql.SQLException;
import java.time.Duration;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** Tells what a failure of the database means to the caller. */
final class SqlFailure {
    private SqlFailure() {}

    /** Translates the failure of one statement of a plugin. */
    static FaztException of(SQLException failure, String plugin, String statement) {
        if (isOfTheDisk(failure)) {
            return notStored(failure);
        }
        if (primaryCode(failure) == SQLiteErrorCode.SQLITE_BUSY) {
            return FaztException.busy(
                    "another program holds the data file: close it there and try again", Duration.ofSeconds(5));
        }
        return new FaztException(
                new Fault.Defect(plugin), "%s, in: %s".formatted(failure.getMessage(), statement), failure);
    }

    /** Translates the failure of a transaction whose commit had not begun: nothing of it is stored. */
    static FaztException ofTransaction(Throwable failure) {
        if (failure instanceof FaztException known && known.fault() instanceof Fault.Resource) {
            return known;
        }
        Throwable cause = failure instanceof FaztException known && known.getCause() != null ? known.getCause() : failure;
        return notStored(cause);
    }

    /** Translates the failure of a commit: only a full disk is known to have stored nothing. */
    static FaztException ofCommit(SQLException failure) {
        return isFull(failure)
                ? notStored(failure)
                : new FaztException(
                        new Fault.Unknown(),
                        "the commit failed, and the write may or may not be there after a restart: " + failure.getMessage(),
                        failure);
    }

    private static FaztException notStored(Throwable failure) {
        String what = isFull(failure)
                ? "the disk is full and nothing was stored: free some space and try again"
                : "the data file can not be written and nothing was stored: look at the disk and try again (%s)"
                        .formatted(failure.getMessage());
        return new FaztException(new Fault.Resource(), what, failure);
    }

    /** Tells whether SQLite may have rolled the whole transaction back by itself ("Response To Errors Within A Transaction"). */
    static boolean endsTransaction(SQLException failure) {
        return switch (primaryCode(failure)) {
            case SQLITE_FULL, SQLITE_IOERR, SQLITE_NOMEM, SQLITE_BUSY, SQLITE_INTERRUPT, SQLITE_CORRUPT -> true;
            default -> false;
        };
    }

    private static boolean isFull(Throwable failure) {
        return primaryCode(failure) == SQLiteErrorCode.SQLITE_FULL;
    }

    /** Tells whether the disk is full or fails. */
    static boolean isOfTheDisk(Throwable failure) {
        SQLiteErrorCode code = primaryCode(failure);
        return code == SQLiteErrorCode.SQLITE_FULL || code == SQLiteErrorCode.SQLITE_IOERR;
    }

    /** Returns the code without its extension: the low byte says what kind of failure it is. */
    private static SQLiteErrorCode primaryCode(Throwable failure) {
        return failure instanceof SQLiteException sqlite
                ? SQLiteErrorCode.getErrorCode(sqlite.getResultCode().code & 0xFF)
                : SQLiteErrorCode.UNKNOWN_ERROR;
    }
}
