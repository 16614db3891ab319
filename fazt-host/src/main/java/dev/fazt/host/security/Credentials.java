package dev.fazt.host.security;

import dev.fazt.api.Caller;
import dev.fazt.api.FaztException;
import dev.fazt.api.storage.Storage;
import dev.fazt.host.audit.AuditLog;
import dev.fazt.host.audit.Outcome;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Verifies what a request presents: the owner's password, an API token, or the cookie of a session. Thread-safe. */
public final class Credentials implements AutoCloseable {
    /** Uses of credentials are written down so often, all together. */
    private static final Duration WRITTEN_EVERY = Duration.ofMinutes(1);

    private final Owner owner;
    private final Tokens tokens;
    private final Sessions sessions;
    private final AuditLog audit;
    private final String localToken = Secret.random(new SecureRandom());
    private final Thread recorder;

    public Credentials(Storage storage, Clock clock, AuditLog audit) {
        this.owner = new Owner(storage, clock, audit);
        this.tokens = new Tokens(storage, clock);
        this.sessions = new Sessions(storage, clock);
        this.audit = audit;
        this.recorder = Thread.ofVirtual().name("fazt-credentials").unstarted(this::record);
    }

    /** Reads the owner, the tokens and the sessions into memory, and begins to write down when they are used. */
    public void load() {
        owner.load();
        tokens.load();
        sessions.load();
        recorder.start();
    }

    public Owner owner() {
        return owner;
    }

    public Tokens tokens() {
        return tokens;
    }

    public Sessions sessions() {
        return sessions;
    }

    /** Returns the secret of this run with which the command line on this machine acts as the owner. */
    public String localToken() {
        return localToken;
    }

    /**
     * Verifies an {@code Authorization} header (RFC 6750 Bearer, RFC 7617 Basic with the user {@code owner}).
     *
     * @throws FaztException 401 if the credential is wrong, 429 after too many wrong passwords
     */
    public Caller verify(String authorization, String address) {
        return identify(authorization, address).caller();
    }

    /** Does the same, and tells more. */
    public Identity identify(String authorization, String address) {
        int space = authorization.indexOf(' ');
        String scheme = space < 0 ? authorization : authorization.substring(0, space);
        String value = authorization.substring(space + 1).strip();
        if (scheme.equalsIgnoreCase("Bearer")) {
            return bearer(value, address);
        }
        if (scheme.equalsIgnoreCase("Basic")) {
            return basic(value, address);
        }
        throw FaztException.unauthenticated("the scheme of the authorization header must be Bearer or Basic");
    }

    private Identity bearer(String secret, String address) {
        if (Secret.same(localToken, secret)) {
            return Identity.owner(Identity.Means.LOCAL, null, address);
        }
        Optional<Identity> known = tokens.find(secret, address);
        if (known.isEmpty()) {
            audit.refused(Identity.anonymous(address).doing("login", "token"), 401);
            throw FaztException.unauthenticated("the token is not known: make one with 'fazt token create'");
        }
        return known.get();
    }

    private Identity basic(String value, String address) {
        String pair;
        try {
            pair = new String(Base64.getDecoder().decode(value), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw FaztException.unauthenticated("the authorization header is not Base64");
        }
        int colon = pair.indexOf(':');
        owner.check(colon < 0 ? pair : pair.substring(0, colon), colon < 0 ? "" : pair.substring(colon + 1), address);
        return Identity.owner(Identity.Means.PASSWORD, null, address);
    }

    /**
     * Logs the owner in, and returns the secret of the session for the cookie.
     *
     * @param agent what the browser calls itself
     * @throws FaztException 401 if the password is wrong, 429 after too many wrong ones
     */
    public String login(String password, String address, String agent) {
        owner.check("owner", password, address);
        return begin(address, agent);
    }

    /** Makes somebody the owner who knows the code, and logs them in. */
    public String become(String code, String password, String address, String agent) {
        owner.become(code, password, address);
        return begin(address, agent);
    }

    private String begin(String address, String agent) {
        String secret = sessions.open(address, agent);
        try {
            audit.record(session(secret, address).orElseThrow().doing("login", "owner"), Outcome.DONE, 200);
        } catch (RuntimeException unrecorded) {
            sessions.end(secret);
            throw unrecorded;
        }
        return secret;
    }

    /** Verifies the cookie of a session. */
    public Optional<Identity> session(String secret, String address) {
        return sessions.find(secret).map(session -> Identity.owner(Identity.Means.SESSION, session.id(), address));
    }

    /** Ends the session of a cookie. */
    public void logout(String secret, String address) {
        session(secret, address).ifPresent(identity -> {
            sessions.end(secret);
            audit.record(identity.doing("logout", "owner"), Outcome.DONE, 200);
        });
    }

    /**
     * Changes the owner's password for who works at the moment, and ends all sessions.
     *
     * @param current the present one; null only on the server's own machine
     */
    void changePassword(@Nullable String current, String password) {
        owner.change(Identity.current(), current, password);
        sessions.endAll();
    }

    private void record() {
        try {
            while (true) {
                Thread.sleep(WRITTEN_EVERY);
                writeUses();
            }
        } catch (InterruptedException e) {
            // closed
        }
    }

    private void writeUses() {
        try {
            tokens.writeUses();
            sessions.writeUses();
        } catch (FaztException later) {
            // Next time: the storage has logged why.
        }
    }

    /** Writes down the last uses. */
    @Override
    public void close() {
        recorder.interrupt();
        writeUses();
    }
}
