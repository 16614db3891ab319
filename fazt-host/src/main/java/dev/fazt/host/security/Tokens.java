package dev.fazt.host.security;

import dev.fazt.api.Caller;
import dev.fazt.api.FaztException;
import dev.fazt.api.operation.Scope;
import dev.fazt.api.storage.Row;
import dev.fazt.api.storage.Storage;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the API tokens, in the data file and in memory.
 *
 * <p>They are looked up by their hash: that takes no time that depends on how much of a guess is right. Thread-safe.
 */
public final class Tokens {
    private static final String PREFIX = "fazt_";
    private static final int MOST_SCOPES = 100;
    /** Is how exactly the last use is known: who uses a token thousands of times a second need not be noted as often. */
    private static final long USE_MILLIS = 1_000;

    private final Storage storage;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();
    private final ConcurrentHashMap<String, Token> tokens = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<String, Long> uses = new ConcurrentHashMap<>();
    private final LastUses unwritten;

    /**
     * Is an API token without its secret.
     *
     * @param expires null if never
     */
    public record Token(String id, String name, Set<Scope> scopes, Instant created, @Nullable Instant expires) {}

    /** Is a token that was just made, with the secret that is shown once. */
    public record IssuedToken(Token token, String secret) {}

    Tokens(Storage storage, Clock clock) {
        this.storage = storage;
        this.clock = clock;
        this.unwritten = new LastUses(storage, "UPDATE fazt_token SET used = ? WHERE hash = ?");
    }

    void load() {
        storage.read(sql -> {
            sql.each("SELECT id, name, hash, scopes, created, expires, used FROM fazt_token", row -> {
                tokens.put(row.text("hash"), token(row));
                Long used = row.integerOrNull("used");
                if (used != null) {
                    uses.put(row.text("id"), used);
                }
            });
            return tokens.size();
        });
    }

    private static Token token(Row row) {
        Long expires = row.integerOrNull("expires");
        return new Token(
                row.text("id"),
                row.text("name"),
                scopes(row.text("scopes")),
                Instant.ofEpochMilli(row.integer("created")),
                expires == null ? null : Instant.ofEpochMilli(expires));
    }

    /** Finds out whose secret it is. Empty if it is nobody's. */
    Optional<Identity> find(String secret, String address) {
        String hash = Secret.hash(secret);
        Token token = tokens.get(hash);
        if (token == null) {
            return Optional.empty();
        }
        Instant expires = token.expires();
        if (expires != null && !clock.instant().isBefore(expires)) {
            throw FaztException.unauthenticated(
                    "the token '%s' expired on %s: make a new one".formatted(token.name(), expires));
        }
        long now = clock.millis();
        Long last = uses.get(token.id());
        if (last == null || Math.abs(now - last) >= USE_MILLIS) {
            uses.put(token.id(), now);
            unwritten.used(hash, now);
        }
        return Optional.of(new Identity(
                new Caller(Caller.Kind.TOKEN, token.name(), token.scopes()), Identity.Means.TOKEN, token.id(), address));
    }

    void writeUses() {
        unwritten.write();
    }

    /** Makes a token that may no more than its issuer. Its secret is returned here and nowhere else. */
    public IssuedToken issue(Caller issuer, String name, String scopeList, @Nullable Duration lifetime) {
        if (name.isBlank() || name.length() > 100 || name.chars().anyMatch(Character::isISOControl)) {
            throw FaztException.invalid("name", "the name of a token must have 1 to 100 printable characters");
        }
        Set<Scope> scopes;
        try {
            scopes = scopes(scopeList);
        } catch (IllegalArgumentException e) {
            throw FaztException.invalid("scopes", String.valueOf(e.getMessage()));
        }
        for (Scope scope : scopes) {
            if (!issuer.may(scope)) {
                throw FaztException.forbidden(
                        "you can not give away '%s': your own token does not have it".formatted(scope));
            }
        }
        String secret = PREFIX + Secret.random(random);
        String hash = Secret.hash(secret);
        Instant created = Instant.ofEpochMilli(clock.millis());
        Token token = new Token(
                hash.substring(0, 12), name, scopes, created, lifetime == null ? null : created.plus(lifetime));
        Instant expires = token.expires();
        storage.write(sql -> sql.update(
                "INSERT INTO fazt_token (id, name, hash, scopes, created, expires) VALUES (?, ?, ?, ?, ?, ?)",
                token.id(),
                name,
                hash,
                scopes.stream().map(Scope::value).sorted().collect(Collectors.joining(",")),
                created.toEpochMilli(),
                expires == null ? null : (Long) expires.toEpochMilli()));
        tokens.put(hash, token);
        return new IssuedToken(token, secret);
    }

    /** Lists the tokens, the oldest first. */
    public List<Token> list() {
        return tokens.values().stream().sorted(Comparator.comparing(Token::created)).toList();
    }

    /** Tells when a token was used last; empty if never. */
    public Optional<Instant> lastUse(Token token) {
        return Optional.ofNullable(uses.get(token.id())).map(Instant::ofEpochMilli);
    }

    /** Ends a token at once. */
    public void revoke(String id) {
        int removed = storage.write(sql -> sql.update("DELETE FROM fazt_token WHERE id = ?", id));
        tokens.values().removeIf(token -> token.id().equals(id));
        uses.remove(id);
        if (removed == 0) {
            throw FaztException.notFound("there is no token '%s': see 'fazt token list'"
                    .formatted(id.length() > 60 ? id.substring(0, 60) + "…" : id));
        }
    }

    private static Set<Scope> scopes(String list) {
        return Arrays.stream(list.split(",", MOST_SCOPES)).map(String::strip).map(Scope::new).collect(Collectors.toUnmodifiableSet());
    }
}
