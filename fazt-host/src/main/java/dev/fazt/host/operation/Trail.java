package dev.fazt.host.operation;

import dev.fazt.api.Fault;
import dev.fazt.api.FaztException;
import dev.fazt.api.operation.Download;
import dev.fazt.api.operation.Operation;
import dev.fazt.host.audit.AuditLog;
import dev.fazt.host.audit.Outcome;
import dev.fazt.host.security.Identity;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Is the trail that one call leaves in the audit log. What only reads leaves none, unless it lets data out as a download. Used by
 * one thread.
 */
final class Trail {
    private static final Logger LOG = LoggerFactory.getLogger(Trail.class);
    /** Must work when nothing can be written any more. */
    private static final String STOP = "server.stop";

    private final AuditLog.@Nullable Begun begun;
    private final boolean dryRun;
    private boolean ended;

    private Trail(AuditLog.@Nullable Begun begun, boolean dryRun) {
        this.begun = begun;
        this.dryRun = dryRun;
    }

    /**
     * Begins it, durably.
     *
     * @throws FaztException if it can not be written; then the operation must not begin
     */
    static Trail begin(AuditLog audit, BoundOperation<?, ?> bound, Identity identity, Arguments arguments) {
        Operation<?, ?> operation = bound.operation();
        if (operation.effect() == Operation.Effect.READ && operation.result() != Download.class) {
            return new Trail(null, false);
        }
        try {
            return new Trail(audit.begin(identity.doing(operation.name(), target(bound, arguments))), arguments.dryRun());
        } catch (FaztException e) {
            if (!operation.name().equals(STOP)) {
                throw e;
            }
            LOG.warn("{} is not in the audit log: {}", STOP, e.getMessage());
            return new Trail(null, false);
        }
    }

    /** Tells in words to what it is done: what the caller had to say, without secrets. */
    static String target(BoundOperation<?, ?> bound, Arguments arguments) {
        return bound.parameters().stream()
                .filter(parameter -> parameter.required() && !mayBeSecret(parameter) && !parameter.type().equals("json"))
                .flatMap(parameter -> arguments.values().hasNonNull(parameter.name())
                        ? Stream.of(arguments.values().get(parameter.name()).asString(""))
                        : Stream.of())
                .collect(Collectors.joining(" "));
    }

    /** Authors forget to say so. */
    private static boolean mayBeSecret(Parameter parameter) {
        String name = parameter.name().toLowerCase(Locale.ROOT);
        return parameter.secret()
                || Stream.of("password", "secret", "token", "key", "credential").anyMatch(name::contains);
    }

    void done() {
        end(dryRun ? Outcome.DRY_RUN : Outcome.DONE, 200);
    }

    void failed(Throwable thrown) {
        if (thrown instanceof FaztException refusal) {
            boolean server = switch (refusal.fault()) {
                case Fault.Defect defect -> true;
                case Fault.Resource resource -> true;
                case Fault.Unknown unknown -> true;
                case Fault.Busy busy -> false;
                case Fault.Invalid invalid -> false;
                case Fault.Forbidden forbidden -> false;
                case Fault.NotFound notFound -> false;
                case Fault.Conflict conflict -> false;
            };
            end(server ? Outcome.FAILED : Outcome.REFUSED, refusal.fault().status());
        } else {
            end(Outcome.FAILED, 500);
        }
    }

    private void end(Outcome outcome, int status) {
        if (begun != null && !ended) {
            ended = true;
            begun.end(outcome, status);
        }
    }
}
