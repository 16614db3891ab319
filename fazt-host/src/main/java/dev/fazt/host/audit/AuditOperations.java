package dev.fazt.host.audit;

import dev.fazt.api.operation.Operation;
import dev.fazt.api.operation.Scope;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Declares how the log is read: {@code fazt audit list --since 2h}. */
public final class AuditOperations {
    private AuditOperations() {}

    /**
     * Is one page of the log, the latest line first.
     *
     * @param cursor to go on with; null at the end
     */
    record Page(List<AuditLine> lines, @Nullable String cursor) {}

    public static List<Operation<?, ?>> all(AuditLog log, Clock clock) {
        return List.of(Operation.read(
                        "audit.list",
                        "List who did what, the latest first",
                        AuditQuery.Parameters.class,
                        Page.class,
                        (wanted, call) -> page(log, AuditQuery.of(wanted, clock.instant())))
                .withScope(new Scope("audit:read")));
    }

    private static Page page(AuditLog log, AuditQuery query) {
        List<AuditLine> lines = log.list(query);
        // A page that is full may be the last: the next is empty then.
        return new Page(
                lines,
                lines.size() < query.limit()
                        ? null
                        : new AuditQuery.Position(lines.getLast().at().toEpochMilli(), lines.getLast().id()).toString());
    }
}
