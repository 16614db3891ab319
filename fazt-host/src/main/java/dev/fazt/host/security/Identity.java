package dev.fazt.host.security;

import dev.fazt.api.Caller;
import dev.fazt.api.operation.Scope;
import dev.fazt.host.audit.Act;
import dev.fazt.host.audit.Actor;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Is a caller together with how they proved who they are.
 *
 * @param credential the id of the token or of the session; null if there is none
 * @param address the client's
 */
public record Identity(Caller caller, Means means, @Nullable String credential, String address) {
    private static final ScopedValue<Identity> CURRENT = ScopedValue.newInstance();

    /** Is the one of whom nothing is known, not even where they are. */
    private static final Identity NOBODY = anonymous("");

    /** Lists the ways to prove it. */
    public enum Means {
        /** None. */
        NONE,
        /** The token of this run, which only who may read the data file can know. */
        LOCAL,
        /** An API token. */
        TOKEN,
        /** The owner's password, with each request. */
        PASSWORD,
        /** The cookie of a browser in which the owner has logged in. */
        SESSION
    }

    /** Returns one of whom only the address is known. */
    public static Identity anonymous(String address) {
        return new Identity(Caller.ANONYMOUS, Means.NONE, null, address);
    }

    static Identity owner(Means means, @Nullable String credential, String address) {
        return new Identity(new Caller(Caller.Kind.OWNER, "owner", Set.of(Scope.ALL)), means, credential, address);
    }

    /**
     * Returns what the audit log says of something that they do.
     *
     * @param target to what
     */
    public Act doing(String operation, String target) {
        Actor actor = new Actor(
                caller.kind().name().toLowerCase(Locale.ROOT),
                caller.name(),
                means.name().toLowerCase(Locale.ROOT),
                credential);
        return new Act(actor, operation, target, address);
    }

    /** Is a piece of work. */
    @FunctionalInterface
    public interface Task<T> {
        T run() throws Exception;
    }

    /** Runs a task, which can tell by {@link #current} for whom. */
    public <T> T during(Task<T> task) throws Exception {
        return ScopedValue.where(CURRENT, this).call(task::run);
    }

    /** Returns for whom the current thread works. */
    public static Identity current() {
        return CURRENT.orElse(NOBODY);
    }
}
