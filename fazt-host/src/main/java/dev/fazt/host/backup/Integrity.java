package dev.fazt.host.backup;

import dev.fazt.api.FaztException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Looks for damage in a data file: at its mark, at every page and index, and at every reference between tables. */
public final class Integrity {
    private static final int MOST = 20;

    private Integrity() {}

    /**
     * Is the outcome of a look at a whole file.
     *
     * @param pages how many pages were looked at, 0 if the file could not be read
     * @param problems what is wrong, at most 40 lines; empty if nothing is
     */
    public record Findings(long pages, long bytes, List<String> problems) {
        public Findings {
            problems = List.copyOf(problems);
        }

        public boolean ok() {
            return problems.isEmpty();
        }
    }

    /**
     * Looks at a data file, whether or not a server runs on it. Nothing is changed.
     *
     * @throws FaztException if the file is not there, or another program keeps it locked
     */
    public static Findings check(Path database) {
        try (DatabaseFile file = DatabaseFile.read(database)) {
            return findings(file);
        } catch (FaztException e) {
            if (!SqliteFailure.isDamage(e)) {
                throw e;
            }
            return new Findings(0, 0, List.of(e.getMessage()));
        }
    }

    /** Looks at an open file. An interrupt of the thread ends it with a failure. */
    static Findings findings(DatabaseFile file) {
        file.heedInterrupts();
        file.requireFazt();
        List<String> problems = new ArrayList<>();
        List<String> pages = file.lines("PRAGMA integrity_check(" + MOST + ")", MOST);
        pages.stream().filter(line -> !line.equals("ok")).flatMap(String::lines).limit(MOST).forEach(problems::add);
        file.lines("PRAGMA foreign_key_check", MOST).forEach(row -> problems.add("broken reference: " + reference(row)));
        return new Findings(file.pages(), file.pages() * file.pageSize(), problems);
    }

    /** Puts a row of {@code foreign_key_check} into words: table, row, table that is referred to, number of the key. */
    private static String reference(String row) {
        String[] cells = row.split(" ", -1);
        return cells.length < 3 ? row : "row %s of '%s' refers to a row of '%s' that is not there".formatted(cells[1], cells[0], cells[2]);
    }
}
