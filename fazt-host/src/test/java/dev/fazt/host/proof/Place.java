package dev.fazt.host.proof;

import java.nio.file.Path;
import java.util.List;

/**
 * Is where a server process keeps its data file.
 *
 * @param database the data file, as the server sees it
 * @param seen the same file, as the tests see it
 * @param enter the command that runs another one where the data file is; empty if it is here
 */
record Place(Path database, Path seen, List<String> enter) {
    Place {
        enter = List.copyOf(enter);
    }

    /** Returns the place of {@code data.db} in an ordinary folder. */
    static Place in(Path folder) {
        Path database = folder.resolve("data.db");
        return new Place(database, database, List.of());
    }
}
