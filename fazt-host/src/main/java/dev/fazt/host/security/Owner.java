package dev.fazt.host.security;

import dev.fazt.api.FaztException;
import dev.fazt.api.storage.Storage;
import dev.fazt.host.audit.Act;
import dev.fazt.host.audit.AuditLog;
import dev.fazt.host.audit.Outcome;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Knows the owner's password, and who may become the owner while there is none. Thread-safe. */
public final class Owner {
    private static final String NAME = "owner";
    private static final int PASSWORD_MIN = 10;
    private static final int PASSWORD_MAX = 1_000;

    private final Storage storage;
    private final Clock clock;
    private final AuditLog audit;
    private final SecureRandom random = new SecureRandom();
    private final String setupCode = Secret.random(random);
    private final LoginAttempts attempts;
    private volatile @Nullable String hash;

    Owner(Storage storage, Clock clock, AuditLog audit) {
        this.storage = storage;
        this.clock = clock;
        this.audit = audit;
        this.attempts = new LoginAttempts(clock);
    }

    void load() {
        storage.read(sql -> sql.first("SELECT password FROM fazt_owner", row -> row.text("password")))
                .ifPresent(stored -> hash = stored);
    }

    /** Returns the code with which someone can become the owner, while there is none. */
    public Optional<String> setupCode() {
        return hash == null ? Optional.of(setupCode) : Optional.empty();
    }

    /** Makes who knows the code the owner. Of two at once, one wins. */
    public void become(String code, String password, String address) {
        Act act = Identity.anonymous(address).doing("owner.become", "");
        if (hash != null) {
            throw refused(act, FaztException.conflict("this server has an owner already: the link works once"));
        }
        attempts.begin(NAME, address);
        if (!Secret.same(setupCode, code)) {
            throw refused(act, FaztException.forbidden("the code is wrong: use the link that 'fazt server start' printed last"));
        }
        attempts.succeeded(NAME, address);
        String made = hashOf(password);
        AuditLog.Begun begun = audit.begin(act);
        int stored = storage.write(sql -> sql.update(
                "INSERT INTO fazt_owner (id, password, created) VALUES (1, ?, ?) ON CONFLICT (id) DO NOTHING",
                made,
                clock.millis()));
        begun.end(stored == 0 ? Outcome.REFUSED : Outcome.DONE, stored == 0 ? 409 : 200);
        if (stored == 0) {
            throw FaztException.conflict("this server has an owner already: the link works once");
        }
        hash = made;
    }

    /**
     * Checks a name and a password. It takes the same time whether the name, the password or both are wrong.
     *
     * @throws FaztException 401 if they are wrong, 429 after too many attempts
     */
    void check(String name, String password, String address) {
        Act act = Identity.anonymous(address).doing("login", name.equals(NAME) ? NAME : "");
        try {
            attempts.begin(name, address);
        } catch (FaztException tooMany) {
            throw refused(act, tooMany);
        }
        String known = hash;
        boolean right = PasswordHash.matches(
                password.length() > PASSWORD_MAX ? "" : password, known == null ? PasswordHash.OF_NOTHING : known);
        if (!right || known == null || !name.equals(NAME)) {
            throw refused(act, FaztException.unauthenticated("the name or the password is wrong"));
        }
        attempts.succeeded(name, address);
    }

    private FaztException refused(Act act, FaztException refusal) {
        audit.refused(act, refusal.fault().status());
        return refusal;
    }

    /**
     * Changes the password.
     *
     * @param current the present one, which only who works on the server's own machine need not know
     */
    void change(Identity by, @Nullable String current, String password) {
        String before = hash;
        if (before == null) {
            throw FaztException.conflict("this server has no owner yet: open the link that 'fazt server start' printed");
        }
        if (by.means() != Identity.Means.LOCAL) {
            if (current == null) {
                throw FaztException.invalid("current", "the present password is required, except on the server's own machine");
            }
            attempts.begin(NAME, by.address());
            if (!PasswordHash.matches(current, before)) {
                throw FaztException.invalid("current", "the present password is wrong");
            }
            attempts.succeeded(NAME, by.address());
        }
        String made = hashOf(password);
        int changed = storage.write(
                sql -> sql.update("UPDATE fazt_owner SET password = ? WHERE id = 1 AND password = ?", made, before));
        if (changed == 0) {
            throw FaztException.conflict("somebody else changed the password just now");
        }
        hash = made;
    }

    private String hashOf(String password) {
        if (password.length() < PASSWORD_MIN || password.length() > PASSWORD_MAX) {
            throw FaztException.invalid(
                    "password", "the password must have %d to %d characters".formatted(PASSWORD_MIN, PASSWORD_MAX));
        }
        return PasswordHash.of(password, random);
    }
}
