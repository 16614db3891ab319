package dev.fazt.host.cli;

import java.io.InputStream;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** Finds out which operations the meant server has: from the server, or from what it said before. */
final class OperationList {
    private static final String PATH = "/api/server/operations";

    private final GlobalOptions options;
    private final Shell shell;
    private final OperationCache cache;
    private final Optional<OperationCache.Kept> kept;

    OperationList(GlobalOptions options, Shell shell) {
        this.options = options;
        this.shell = shell;
        this.cache = OperationCache.of(options, shell);
        this.kept = cache.read();
    }

    /** Says how sure a command must be of what the server has. */
    enum Need {
        /** The server's word: the command is about to call it. */
        CERTAIN(Duration.ZERO, Duration.ofSeconds(60)),
        /** Help is better a little late than wrong, but better old than none. */
        HELPFUL(Duration.ZERO, Duration.ofSeconds(3)),
        /** A completion is asked for with each press of a key. */
        QUICK(Duration.ofSeconds(30), Duration.ofSeconds(1));

        private final Duration goodFor;
        private final Duration patience;

        Need(Duration goodFor, Duration patience) {
            this.goodFor = goodFor;
            this.patience = patience;
        }
    }

    /**
     * Returns the operations.
     *
     * @throws CommandFailure if the server can not be asked and nothing will do instead
     */
    List<OperationDescription> find(Need need) {
        if (kept.filter(list -> list.isYoungerThan(need.goodFor)).isPresent()) {
            return known();
        }
        try {
            return OperationDescription.list(ask(need.patience));
        } catch (CommandFailure failure) {
            // A refusal is an answer; only a server that is away leaves room for what it said before.
            if (need == Need.CERTAIN || failure.exitCode() != ExitCode.NO_SERVER || kept.isEmpty()) {
                throw failure;
            }
            return known();
        }
    }

    /** Tells whether the server had operations of this noun when it was last asked, before this command. */
    boolean had(String noun) {
        Set<String> nouns = known().stream().map(OperationCommands::noun).collect(Collectors.toSet());
        return nouns.contains(noun);
    }

    private List<OperationDescription> known() {
        return kept.map(list -> OperationDescription.list(list.list())).orElse(List.of());
    }

    private JsonNode ask(Duration patience) {
        try (ServerClient client = new ServerClient(Connection.find(options, shell))) {
            ServerClient.Request request = new ServerClient.Request("GET", PATH)
                    .patient(patience)
                    .header("If-None-Match", kept.map(OperationCache.Kept::etag).orElse(""));
            HttpResponse<InputStream> response = client.send(request);
            JsonNode list = response.statusCode() == 304 && kept.isPresent()
                    ? kept.get().list()
                    : client.json(response);
            response.headers().firstValue("ETag").ifPresent(etag -> cache.write(etag, list));
            return list;
        }
    }
}
