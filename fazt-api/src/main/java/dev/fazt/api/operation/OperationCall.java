package dev.fazt.api.operation;

import dev.fazt.api.Caller;
import java.io.InputStream;

/**
 * Is one call of an operation.
 *
 * @param caller who calls; their scopes were checked
 * @param body the bytes of an upload, at most 1 GiB, closed by the host; empty for other operations
 * @param dryRun whether an operation that destroys is only to tell what it would do, and change nothing
 * @param progress where to report how far it is
 */
public record OperationCall(Caller caller, InputStream body, boolean dryRun, Progress progress) {

    /** Makes a call that really does it, and reports to nobody. */
    public OperationCall(Caller caller, InputStream body) {
        this(caller, body, false, Progress.NONE);
    }
}
