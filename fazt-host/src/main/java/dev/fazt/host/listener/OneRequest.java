package dev.fazt.host.listener;

import io.helidon.common.concurrency.limits.Limit;
import io.helidon.common.concurrency.limits.LimitAlgorithm;
import io.helidon.webserver.spi.ServerConnection;
import java.util.Optional;

/**
 * Lets an HTTP connection answer one request, and ends it then. So the next request is waited for outside of it, where nothing but the
 * bytes that come is held.
 */
final class OneRequest implements Limit, LimitAlgorithm.Token {
    private static final String NAME = "one-request";

    private final ServerConnection connection;
    private boolean answered;

    OneRequest(ServerConnection connection) {
        this.connection = connection;
    }

    /** Tells whether the request was answered, and its body taken: what the client sends next is another request. */
    boolean isAnswered() {
        return answered;
    }

    @Override
    public void success() {
        answered = true;
        connection.close(false);
    }

    @Override
    public void dropped() {
        // the HTTP connection ends by itself
    }

    @Override
    public void ignore() {
        success();
    }

    @Override
    public Outcome tryAcquireOutcome(boolean wait) {
        return Outcome.immediateAcceptance(NAME, NAME, this);
    }

    @Override
    @SuppressWarnings("removal") // nobody calls it, but it can not be left out yet
    public Optional<Token> tryAcquire(boolean wait) {
        return Optional.of(this);
    }

    @Override
    @SuppressWarnings("removal")
    public Optional<Token> tryAcquire() {
        return Optional.of(this);
    }

    @Override
    public Limit copy() {
        return new OneRequest(connection);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String type() {
        return NAME;
    }
}
