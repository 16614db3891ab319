package dev.fazt.host.storage;

import dev.fazt.api.Fault;
import dev.fazt.api.FaztException;
import java.sql.SQLException;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** Tells what a failure of the database means to the caller. */
final class SqlFailure {
    private SqlFailure() {}

    /** Translates the failure of one statement of a plugin. */
    static FaztException of(SQLException failure, String plugin, String statement) {
        if (isFull(failure)) {
            return full(failure);
        }
        return new FaztException(
                new Fault.Defect(plugin), "%s, in: %s".formatted(failure.getMessage(), statement), failure);
    }

    /** Translates the failure of a commit: only a full disk is known to have stored nothing. */
    static FaztException ofCommit(SQLException failure) {
        return isFull(failure)
                ? full(failure)
                : new FaztException(
                        new Fault.Unknown(),
                        "the commit failed, and the write may or may not be there after a restart: " + failure.getMessage(),
                        failure);
    }

    private static FaztException full(SQLException failure) {
        return new FaztException(
                new Fault.Resource(), "the disk is full and nothing was stored: free some space and try again", failure);
    }

    private static boolean isFull(SQLException failure) {
        return failure instanceof SQLiteException sqlite && sqlite.getResultCode() == SQLiteErrorCode.SQLITE_FULL;
    }
}
