package dev.fazt.host.audit;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Is one line of the log.
 *
 * @param outcome {@code begun}, {@code done}, {@code dry-run}, {@code refused} or {@code failed}
 * @param status of the answer (RFC 9110); null if there was none yet
 * @param via how the caller proved who they are
 * @param credential the id of the token or of the session
 * @param millis how long it took
 */
record AuditLine(
        String id,
        Instant at,
        String operation,
        String target,
        String outcome,
        @Nullable Integer status,
        String kind,
        String name,
        String via,
        @Nullable String credential,
        String address,
        @Nullable Long millis,
        @Nullable String detail) {}
