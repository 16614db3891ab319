package dev.fazt.host.security;

import dev.fazt.api.FaztException;
import dev.fazt.api.storage.Storage;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps the browsers in which the owner has logged in, in the data file and in memory. A session ends when it was not used for some
 * days, a month after it began, by a logout, by a change of the password, or when somebody ends it from elsewhere. Thread-safe.
 */
public final class Sessions {
    static final Duration IDLE = Duration.ofDays(7);
    static final Duration LIFETIME = Duration.ofDays(30);
    private static final int MOST = 50;
    private static final int ID_LENGTH = 12;
    private static final int AGENT_LENGTH = 200;

    private final Storage storage;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();
    private final ConcurrentHashMap<String, Session> sessions = new ConcurrentHashMap<>();
    private final LastUses unwritten;

    /**
     * Is one session without its secret.
     *
     * @param id the beginning of the secret's hash
     * @param agent what the browser calls itself
     */
    public record Session(String id, Instant created, Instant used, String address, String agent) {
        Session usedAt(Instant now) {
            return new Session(id, created, now, address, agent);
        }

        /** Returns when it ends if it is not used any more. */
        public Instant ends() {
            Instant idle = used.plus(IDLE);
            Instant oldest = created.plus(LIFETIME);
            return idle.isBefore(oldest) ? idle : oldest;
        }
    }

    Sessions(Storage storage, Clock clock) {
        this.storage = storage;
        this.clock = clock;
        this.unwritten = new LastUses(storage, "UPDATE fazt_session SET used = ? WHERE hash = ?");
    }

    void load() {
        storage.read(sql -> {
            sql.each("SELECT hash, created, used, address, agent FROM fazt_session", row -> sessions.put(
                    row.text("hash"),
                    new Session(
                            row.text("hash").substring(0, ID_LENGTH),
                            Instant.ofEpochMilli(row.integer("created")),
                            Instant.ofEpochMilli(row.integer("used")),
                            row.text("address"),
                            row.text("agent"))));
            return sessions.size();
        });
    }

    /** Begins a session, and returns its secret for the cookie. If there are too many, the one unused for longest ends. */
    String open(String address, String agent) {
        String secret = Secret.random(random);
        String hash = Secret.hash(secret);
        Instant now = Instant.ofEpochMilli(clock.millis());
        String named = agent.length() > AGENT_LENGTH ? agent.substring(0, AGENT_LENGTH) : agent;
        Session session = new Session(hash.substring(0, ID_LENGTH), now, now, address, named.replaceAll("\\p{Cntrl}", "?"));
        storage.write(sql -> sql.update(
                "INSERT INTO fazt_session (hash, created, used, address, agent) VALUES (?, ?, ?, ?, ?)",
                hash,
                now.toEpochMilli(),
                now.toEpochMilli(),
                address,
                session.agent()));
        sessions.put(hash, session);
        while (sessions.size() > MOST) {
            sessions.entrySet().stream()
                    .min(Comparator.comparing((Map.Entry<String, Session> one) -> one.getValue().used()))
                    .ifPresent(oldest -> remove(oldest.getKey()));
        }
        return secret;
    }

    /** Finds the session of a cookie, which counts as a use of it. */
    Optional<Session> find(String secret) {
        String hash = Secret.hash(secret);
        Instant now = clock.instant();
        Session session = sessions.computeIfPresent(hash, (key, known) -> now.isBefore(known.ends()) ? known.usedAt(now) : null);
        if (session == null) {
            return Optional.empty();
        }
        unwritten.used(hash, now.toEpochMilli());
        return Optional.of(session);
    }

    void writeUses() {
        unwritten.write();
        sweep();
    }

    /** Removes what has ended by itself. */
    private void sweep() {
        Instant now = clock.instant();
        sessions.values().removeIf(session -> !now.isBefore(session.ends()));
        storage.write(sql -> sql.update(
                "DELETE FROM fazt_session WHERE used <= ? OR created <= ?",
                now.minus(IDLE).toEpochMilli(),
                now.minus(LIFETIME).toEpochMilli()));
    }

    /** Ends the session of a cookie, if there is one. */
    void end(String secret) {
        remove(Secret.hash(secret));
    }

    private void remove(String hash) {
        storage.write(sql -> sql.update("DELETE FROM fazt_session WHERE hash = ?", hash));
        sessions.remove(hash);
    }

    /** Ends all. */
    void endAll() {
        storage.write(sql -> sql.update("DELETE FROM fazt_session"));
        sessions.clear();
    }

    /** Lists them, the latest used first. */
    public List<Session> list() {
        Instant now = clock.instant();
        return sessions.values().stream()
                .filter(session -> now.isBefore(session.ends()))
                .sorted(Comparator.comparing(Session::used).reversed())
                .toList();
    }

    /** Ends one from elsewhere. */
    public void revoke(String id) {
        String hash = sessions.entrySet().stream()
                .filter(entry -> entry.getValue().id().equals(id))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow(() -> FaztException.notFound("there is no session '%s': see 'fazt session list'"
                        .formatted(id.length() > 60 ? id.substring(0, 60) + "…" : id)));
        remove(hash);
    }
}
