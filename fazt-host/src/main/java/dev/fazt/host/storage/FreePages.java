package dev.fazt.host.storage;

import dev.fazt.api.storage.Sql;
import java.sql.SQLException;

/** Gives free pages of the data file back to the file system, inside a unit of work of the writer. */
public final class FreePages {
    private FreePages() {}

    /**
     * Frees some pages. It has no effect on a file that was made without {@code auto_vacuum = INCREMENTAL}.
     *
     * <p>SQLite frees one page per step of the statement and declares no columns, so that neither {@link Sql#update} nor {@link
     * Sql#each} can run it to its end: the one refuses its rows, the other its lack of columns.
     *
     * @param sql the one that the unit of work was given
     * @param most how many pages, so that the writer is not kept from others
     */
    public static void release(Sql sql, int most) throws SQLException {
        if (!(sql instanceof ConnectionSql own)) {
            throw new IllegalArgumentException("free pages are released through the writer's own Sql");
        }
        own.pragma("incremental_vacuum(" + most + ")");
    }
}
