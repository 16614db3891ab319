package dev.fazt.plugin.sites.deploy;

import dev.fazt.api.storage.Storage;
import dev.fazt.plugin.sites.content.ContentSweep;
import java.time.Clock;
import java.util.List;

/**
 * Removes previews whose time is over, and trees that no deploy holds: of deploys that were removed, or that were killed before they
 * were recorded. Works in small units, each of which looks again whether what it removes is still in vain. Thread-safe.
 */
public final class DeploySweep {
    private static final int AT_A_TIME = 20;
    private static final int FILES_AT_A_TIME = 400;

    private static final String EXPIRE = "DELETE FROM deploys WHERE preview = 1 AND expires_at <= ?";
    private static final String ABANDONED = "SELECT t.id FROM trees t WHERE (t.complete = 1 OR t.staged_at < ?)"
            + " AND NOT EXISTS (SELECT 1 FROM deploys d WHERE d.tree = t.id) LIMIT ?";
    /** Takes the tree from those who would share it; who stages it anew meanwhile takes it back by its time. */
    private static final String CONDEMN = "UPDATE trees SET complete = 0, staged_at = 0 WHERE id = ?"
            + " AND (complete = 1 OR staged_at < ?) AND NOT EXISTS (SELECT 1 FROM deploys d WHERE d.tree = trees.id)";
    private static final String DELETE_FILES = "DELETE FROM tree_files WHERE tree = ? AND path IN"
            + " (SELECT path FROM tree_files WHERE tree = ? ORDER BY path LIMIT ?)"
            + " AND EXISTS (SELECT 1 FROM trees WHERE id = ? AND staged_at = 0)";
    private static final String DELETE_TREE = "DELETE FROM trees WHERE id = ? AND staged_at = 0"
            + " AND NOT EXISTS (SELECT 1 FROM tree_files f WHERE f.tree = trees.id)";

    private final Storage storage;
    private final Clock clock;

    public DeploySweep(Storage storage, Clock clock) {
        this.storage = storage;
        this.clock = clock;
    }

    /** Sweeps until nothing is left to remove. */
    public void run() {
        long now = clock.millis();
        storage.write(sql -> sql.update(EXPIRE, now));
        long stagedBefore = now - ContentSweep.GRACE.toMillis();
        List<String> trees;
        do {
            trees = storage.read(sql -> sql.query(ABANDONED, row -> row.text("id"), stagedBefore, AT_A_TIME));
        } while (trees.stream().filter(tree -> remove(tree, stagedBefore)).count() > 0
                && !Thread.currentThread().isInterrupted());
    }

    private boolean remove(String tree, long stagedBefore) {
        if (storage.write(sql -> sql.update(CONDEMN, tree, stagedBefore)) == 0) {
            return false;
        }
        int removed;
        do {
            removed = storage.write(sql -> sql.update(DELETE_FILES, tree, tree, FILES_AT_A_TIME, tree));
        } while (removed > 0);
        return storage.write(sql -> sql.update(DELETE_TREE, tree)) == 1;
    }
}
