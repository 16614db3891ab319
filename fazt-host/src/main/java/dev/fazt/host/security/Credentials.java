package dev.fazt.host.security;

import dev.fazt.api.Caller;
import dev.fazt.api.FaztException;
import dev.fazt.api.operation.Scope;
import dev.fazt.api.storage.Row;
import dev.fazt.api.storage.Storage;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Knows the owner and the API tokens, and verifies what a request presents.
 *
 * <p>Tokens are looked up by their hash in memory: that takes no time that depends on how much of a guess is right. Thread-safe.
 */
public final class Credentials {
    private static final int PASSWORD_MIN = 10;
    private static final int PASSWORD_MAX = 1_000;
    private static final String PREFIX = "fazt_";

    private final Storage storage;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();
    private final String localToken = Secret.random(random);
    private final String setupCode = Secret.random(random);
    private final AttemptLimit attempts;
    private final ConcurrentHashMap<String, Token> tokens = new ConcurrentHashMap<>();
    private volatile @Nullable String ownerHash;

    /**
     * Is an API token without its secret.
     *
     * @param expires null if never
     */
    public record Token(String id, String name, Set<Scope> scopes, Instant created, @Nullable Instant expires) {}

    /** Is a token that was just made, with the secret that is shown once. */
    public record IssuedToken(Token token, String secret) {}

    public Credentials(Storage storage, Clock clock) {
        this.storage = storage;
        this.clock = clock;
        this.attempts = new AttemptLimit(clock);
    }

    /** Reads the owner and the tokens into memory. */
    public void load() {
        storage.read(sql -> {
            sql.each("SELECT password FROM fazt_owner", row -> ownerHash = row.text("password"));
            sql.each(
                    "SELECT id, name, hash, scopes, created, expires FROM fazt_token",
                    row -> tokens.put(row.text("hash"), token(row)));
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

    /** Returns the secret of this run with which the command line on this machine acts as the owner. */
    public String localToken() {
        return localToken;
    }

    /** Returns the code with which someone can become the owner, while there is none. */
    public Optional<String> setupCode() {
        return ownerHash == null ? Optional.of(setupCode) : Optional.empty();
    }

    /** Makes who knows the code the owner. Of two at once, one wins. */
    public void becomeOwner(String code, String password, String address) {
        if (ownerHash != null) {
            throw FaztException.conflict("this server has an owner already: the link works once");
        }
        attempts.begin(address);
        if (!Secret.same(setupCode, code)) {
            throw FaztException.forbidden("the code is wrong: use the link that 'fazt server start' printed last");
        }
        attempts.succeeded(address);
        if (password.length() < PASSWORD_MIN || password.length() > PASSWORD_MAX) {
            throw FaztException.invalid(
                    "password", "the password must have %d to %d characters".formatted(PASSWORD_MIN, PASSWORD_MAX));
        }
        String hash = PasswordHash.of(password, random);
        int stored = storage.write(sql -> sql.update(
                "INSERT INTO fazt_owner (id, password, created) VALUES (1, ?, ?) ON CONFLICT (id) DO NOTHING",
                hash,
                clock.millis()));
        if (stored == 0) {
            throw FaztException.conflict("this server has an owner already: the link works once");
        }
        ownerHash = hash;
    }

    /**
     * Verifies an {@code Authorization} header (RFC 6750 Bearer, RFC 7617 Basic with the user {@code owner}).
     *
     * @throws FaztException 401 if the credential is wrong, 429 after too many wrong passwords
     */
    public Caller verify(String authorization, String address) {
        int space = authorization.indexOf(' ');
        String scheme = space < 0 ? authorization : authorization.substring(0, space);
        String value = authorization.substring(space + 1).strip();
        if (scheme.equalsIgnoreCase("Bearer")) {
            return bearer(value);
        }
        if (scheme.equalsIgnoreCase("Basic")) {
            return basic(value, address);
        }
        throw FaztException.unauthenticated("the scheme of the authorization header must be Bearer or Basic");
    }

    private Caller bearer(String secret) {
        if (Secret.same(localToken, secret)) {
            return new Caller(Caller.Kind.OWNER, "owner", Set.of(Scope.ALL));
        }
        Token token = tokens.get(Secret.hash(secret));
        if (token == null) {
            throw FaztException.unauthenticated("the token is not known: make one with 'fazt token create'");
        }
        Instant expires = token.expires();
        if (expires != null && !clock.instant().isBefore(expires)) {
            throw FaztException.unauthenticated(
                    "the token '%s' expired on %s: make a new one".formatted(token.name(), expires));
        }
        return new Caller(Caller.Kind.TOKEN, token.name(), token.scopes());
    }

    private Caller basic(String value, String address) {
        attempts.begin(address);
        String pair;
        try {
            pair = new String(Base64.getDecoder().decode(value), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw FaztException.unauthenticated("the authorization header is not Base64");
        }
        String hash = ownerHash;
        int colon = pair.indexOf(':');
        boolean right = hash != null
                && colon > 0
                && pair.length() - colon - 1 <= PASSWORD_MAX
                && PasswordHash.matches(pair.substring(colon + 1), hash)
                && pair.substring(0, colon).equals("owner");
        if (!right) {
            throw FaztException.unauthenticated("the name or the password is wrong");
        }
        attempts.succeeded(address);
        return new Caller(Caller.Kind.OWNER, "owner", Set.of(Scope.ALL));
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

    /** Ends a token at once. */
    public void revoke(String id) {
        int removed = storage.write(sql -> sql.update("DELETE FROM fazt_token WHERE id = ?", id));
        tokens.values().removeIf(token -> token.id().equals(id));
        if (removed == 0) {
            throw FaztException.notFound("there is no token '%s': see 'fazt token list'".formatted(id));
        }
    }

    private static Set<Scope> scopes(String list) {
        return Arrays.stream(list.split(",", 50)).map(String::strip).map(Scope::new).collect(Collectors.toUnmodifiableSet());
    }
}
