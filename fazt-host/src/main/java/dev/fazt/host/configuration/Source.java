package dev.fazt.host.configuration;

import java.nio.file.Path;

/** Is where the value of a key comes from; its text is what an error message begins with. */
public sealed interface Source {

    /** Returns the folder from which a relative path is meant. */
    Path folder();

    /** Is an option of the command line, such as {@code --port}. */
    record Flag(String name) implements Source {
        @Override
        public Path folder() {
            return Path.of("");
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /** Is a variable of the environment, such as {@code FAZT_SERVER_PORT}. */
    record Variable(String name) implements Source {
        @Override
        public Path folder() {
            return Path.of("");
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /**
     * Is a line of a file. A relative path in it is meant from the file's folder, wherever the server is started.
     *
     * @param number counts from 1; where the setting begins, if it goes on over several lines
     */
    record Line(Path file, int number) implements Source {
        @Override
        public Path folder() {
            return file.resolveSibling("");
        }

        @Override
        public String toString() {
            return file + ":" + number;
        }
    }

    /** Is the declaration of the key. */
    record Default() implements Source {
        @Override
        public Path folder() {
            return Path.of("");
        }

        @Override
        public String toString() {
            return "default";
        }
    }
}
