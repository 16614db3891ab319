package dev.fazt.host.cli;

import java.nio.file.Path;
import java.util.Optional;

/** Says where the command line keeps what is its user's: the XDG base directories, unless a variable names another place. */
final class Folders {
    private Folders() {}

    /** Returns the folder for what the user has told, if there is a place for it. */
    static Optional<Path> configuration(Shell shell) {
        return folder(shell, "FAZT_CONFIG_DIR", "XDG_CONFIG_HOME", ".config");
    }

    /** Returns the folder for what can be fetched again, if there is a place for it. */
    static Optional<Path> cache(Shell shell) {
        return folder(shell, "FAZT_CACHE_DIR", "XDG_CACHE_HOME", ".cache");
    }

    private static Optional<Path> folder(Shell shell, String own, String base, String inHome) {
        return shell.variable(own)
                .map(Path::of)
                // A relative path is no base directory, says the XDG specification: it is ignored.
                .or(() -> shell.variable(base).map(Path::of).filter(Path::isAbsolute).map(found -> found.resolve("fazt")))
                .or(() -> shell.variable("HOME").map(home -> Path.of(home, inHome, "fazt")));
    }
}
