package dev.fazt.host.operation;

import dev.fazt.api.Fault;
import dev.fazt.api.FaztException;
import io.helidon.http.Status;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Tells what went wrong, as users may see it (RFC 9457).
 *
 * @param status of HTTP
 * @param members of the document
 * @param retryAfter seconds after which to try again
 */
public record ProblemDocument(int status, Map<String, Object> members, OptionalLong retryAfter) {

    /** Makes the document of a failure. */
    public static ProblemDocument of(FaztException failure) {
        Fault fault = failure.fault();
        Map<String, Object> problem = new LinkedHashMap<>();
        problem.put("type", "about:blank");
        problem.put("title", Status.create(fault.status()).reasonPhrase());
        problem.put("status", fault.status());
        // What a defect says of itself may be about data that is nobody else's business.
        problem.put("detail", fault instanceof Fault.Defect defect
                ? "something went wrong in '%s': the server's log says what".formatted(defect.plugin())
                : failure.getMessage());
        if (fault instanceof Fault.Invalid invalid && !invalid.fields().isEmpty()) {
            problem.put("errors", new ArrayList<>(invalid.fields()));
        }
        return new ProblemDocument(
                fault.status(),
                problem,
                fault instanceof Fault.Busy busy
                        ? OptionalLong.of(Math.max(1, busy.retryAfter().toSeconds()))
                        : OptionalLong.empty());
    }
}
