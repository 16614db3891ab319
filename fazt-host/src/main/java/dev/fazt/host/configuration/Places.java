package dev.fazt.host.configuration;

import java.nio.file.Path;

/**
 * Says where on this machine the defaults lie.
 *
 * @param program the folder of the program
 * @param data the folder of the data file
 */
public record Places(Path program, Path data) {
    /** Stands for the program's folder in the text of a default. */
    static final String PROGRAM = "<program's folder>";

    /** Stands for the data file's folder in the text of a default. */
    static final String DATA = "<data file's folder>";

    private static final String FILE = "fazt.properties";

    public Places {
        // Absolute: an empty path and "/backups" would make the root's.
        program = program.toAbsolutePath().normalize();
        data = data.toAbsolutePath().normalize();
    }

    /** Returns the configuration file that is read if nobody names one, and if it is there. */
    public Path file() {
        return data.resolve(FILE);
    }

    String expand(String fallback) {
        return fallback.replace(PROGRAM, program.toString()).replace(DATA, data.toString());
    }
}
