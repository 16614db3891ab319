package dev.fazt.host.security;

import dev.fazt.api.FaztException;
import dev.fazt.api.operation.Description;
import dev.fazt.api.operation.Operation;
import dev.fazt.api.operation.Scope;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Declares what the owner can do about tokens, sessions and the password. */
public final class CredentialOperations {
    private static final int LONGEST_LIFETIME_DAYS = 3_650;

    private CredentialOperations() {}

    record Nothing() {}

    record NewToken(
            @Description("What the token is for, such as 'ci'") String name,
            @Description("What it may do, separated by commas: 'docs:read,docs:write', 'site:deploy:blog', 'forms:*' or '*'")
                    String scopes,
            @Description("After how many days it ends; never if left out") @Nullable Integer expiresInDays) {

        NewToken {
            if (expiresInDays != null && (expiresInDays < 1 || expiresInDays > LONGEST_LIFETIME_DAYS)) {
                throw FaztException.invalid(
                        "expiresInDays", "a token lives 1 to %d days, not %d".formatted(LONGEST_LIFETIME_DAYS, expiresInDays));
            }
        }
    }

    record CreatedToken(String id, String name, String token, @Nullable Instant expires) {}

    record TokenId(@Description("The id that 'token list' shows") String id) {}

    /**
     * Is one token in a list.
     *
     * @param lastUsed when it was used last, to the minute after a restart; null if never
     */
    record TokenListing(
            String id, String name, String scopes, Instant created, @Nullable Instant expires, @Nullable Instant lastUsed) {}

    record TokenList(List<TokenListing> tokens) {}

    record SessionId(@Description("The id that 'session list' shows") String id) {}

    /**
     * Is one session in a list.
     *
     * @param ends when it ends if it is not used any more
     * @param current whether the list was asked for in it
     */
    record SessionListing(
            String id, Instant created, Instant lastUsed, Instant ends, String address, String agent, boolean current) {}

    record SessionList(List<SessionListing> sessions) {}

    record NewPassword(
            @Description(value = "The new password, 10 to 1,000 characters", secret = true) String password,
            @Description(value = "The present password; only the server's own machine may leave it out", secret = true)
                    @Nullable String current) {}

    public static List<Operation<?, ?>> all(Credentials credentials) {
        Tokens tokens = credentials.tokens();
        Sessions sessions = credentials.sessions();
        return List.of(
                Operation.write(
                        "token.create",
                        "Make an API token; it is shown once",
                        NewToken.class,
                        CreatedToken.class,
                        (p, call) -> created(tokens.issue(call.caller(), p.name(), p.scopes(), lifetime(p.expiresInDays())))),
                Operation.read(
                        "token.list",
                        "List the API tokens",
                        Nothing.class,
                        TokenList.class,
                        (p, call) -> new TokenList(
                                tokens.list().stream().map(token -> listing(tokens, token)).toList())),
                Operation.write("token.revoke", "End an API token at once", TokenId.class, Nothing.class, (p, call) -> {
                    tokens.revoke(p.id());
                    return new Nothing();
                }),
                Operation.read(
                        "session.list",
                        "List the browsers in which the owner is logged in",
                        Nothing.class,
                        SessionList.class,
                        (p, call) -> new SessionList(sessions.list().stream()
                                .map(session -> listing(session, Identity.current()))
                                .toList())),
                Operation.write("session.revoke", "Log a browser out", SessionId.class, Nothing.class, (p, call) -> {
                    sessions.revoke(p.id());
                    return new Nothing();
                }),
                // Of the owner alone: who can change the password has everything.
                Operation.write(
                                "owner.password",
                                "Change the owner's password, which logs out all browsers",
                                NewPassword.class,
                                Nothing.class,
                                (p, call) -> {
                                    credentials.changePassword(p.current(), p.password());
                                    return new Nothing();
                                })
                        .withScope(Scope.ALL));
    }

    private static @Nullable Duration lifetime(@Nullable Integer days) {
        return days == null ? null : Duration.ofDays(days);
    }

    private static CreatedToken created(Tokens.IssuedToken issued) {
        return new CreatedToken(issued.token().id(), issued.token().name(), issued.secret(), issued.token().expires());
    }

    private static TokenListing listing(Tokens tokens, Tokens.Token token) {
        String scopes =
                token.scopes().stream().map(scope -> scope.value()).sorted().collect(Collectors.joining(","));
        return new TokenListing(
                token.id(),
                token.name(),
                scopes,
                token.created(),
                token.expires(),
                tokens.lastUse(token).orElse(null));
    }

    private static SessionListing listing(Sessions.Session session, Identity identity) {
        return new SessionListing(
                session.id(),
                session.created(),
                session.used(),
                session.ends(),
                session.address(),
                session.agent(),
                session.id().equals(identity.credential()));
    }
}
