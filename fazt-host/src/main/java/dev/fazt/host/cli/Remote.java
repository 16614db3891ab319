package dev.fazt.host.cli;

import java.net.URI;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Is a server elsewhere that has got a name.
 *
 * @param token never printed
 */
record Remote(String name, URI url, Optional<String> token) {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,62}");

    Remote {
        if (!isName(name)) {
            throw CommandFailure.usage("'%s' is not a name for a remote: write it in small letters, digits and hyphens, like prod"
                    .formatted(Shell.plain(name)));
        }
    }

    /** Tells whether this is the name of a remote, and not an address. */
    static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }

    @Override
    public String toString() {
        return name + " " + url;
    }
}
