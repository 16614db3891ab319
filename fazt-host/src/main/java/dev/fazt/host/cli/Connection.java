package dev.fazt.host.cli;

import dev.fazt.host.server.RunFile;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * Says which server a command talks to, and as whom.
 *
 * @param base the address, without a slash at the end
 * @param token never printed
 */
record Connection(URI base, Optional<String> token) {
    private static final Path DEFAULT_DATABASE = Path.of("servers", "local", "data.db");
    private static final int LONGEST_TOKEN = 4096;

    /**
     * Finds the server that is meant: the one named by {@code --server}, else the one on {@code --db}, else the same by the
     * environment, else the one on the default data file.
     *
     * @throws CommandFailure if no server runs there
     */
    static Connection find(GlobalOptions options, Shell shell) {
        Optional<String> address = remote(options, shell);
        if (address.isPresent()) {
            return elsewhere(address.get(), options, shell);
        }
        Path database = database(options, shell);
        RunFile server = RunFile.read(database)
                .orElseThrow(() -> CommandFailure.noServer(
                        "no server is running on %s: start it with 'fazt server start --db %s', or name another with --server"
                                .formatted(database, database)));
        // The local token is read from a file that only the server's own user can open, so it makes its reader the owner.
        return local(server, givenToken(options).map(Connection::checked).orElse(server.token()));
    }

    private static Connection elsewhere(String address, GlobalOptions options, Shell shell) {
        Optional<Remote> remote =
                Remote.isName(address) ? Optional.of(Remotes.of(shell).get(address)) : Optional.empty();
        // The token in the environment may be meant for another server than the one that has its own.
        Optional<String> token =
                givenToken(options).or(() -> remote.flatMap(Remote::token)).or(() -> shell.variable("FAZT_TOKEN"));
        return new Connection(remote.map(Remote::url).orElseGet(() -> parse(address)), token.map(Connection::checked));
    }

    static Connection local(RunFile server, String token) {
        return new Connection(URI.create(server.url()), Optional.of(token));
    }

    /** Returns the address of a server elsewhere, or the name of a remote, if one is meant. */
    static Optional<String> remote(GlobalOptions options, Shell shell) {
        if (options.server != null) {
            return Optional.of(options.server);
        }
        return options.database == null ? shell.variable("FAZT_SERVER") : Optional.empty();
    }

    static Path database(GlobalOptions options, Shell shell) {
        if (options.database != null) {
            return options.database;
        }
        return shell.variable("FAZT_DB").map(Path::of).orElse(DEFAULT_DATABASE);
    }

    static URI parse(String address) {
        try {
            URI uri = new URI(address.strip().replaceAll("/+$", ""));
            String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
            boolean web = scheme.equals("http") || scheme.equals("https");
            if (web && uri.getHost() != null && uri.getUserInfo() == null && uri.getQuery() == null) {
                return uri;
            }
        } catch (URISyntaxException e) {
            // Told below, with an example, better than the parser can.
        }
        throw CommandFailure.usage("'%s' is neither the name of a remote nor the address of a server, such as http://localhost:8080"
                .formatted(Shell.plain(address)));
    }

    static Optional<String> givenToken(GlobalOptions options) {
        if (options.token != null) {
            return Optional.of(options.token);
        }
        return Optional.ofNullable(options.tokenFile).map(Connection::readToken);
    }

    private static String readToken(Path file) {
        try (var in = Files.newInputStream(file)) {
            return new String(in.readNBytes(LONGEST_TOKEN), java.nio.charset.StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw CommandFailure.usage("the token file %s can not be read".formatted(file));
        }
    }

    static String checked(String token) {
        String stripped = token.strip();
        if (stripped.isEmpty() || !stripped.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw CommandFailure.usage("the token is not one: it is a single line of letters, digits and signs");
        }
        return stripped;
    }

    @Override
    public String toString() {
        return base.toString();
    }
}
