package dev.fazt.api.operation;

import dev.fazt.api.Caller;
import java.io.InputStream;

/**
 * Is one call of an operation.
 *
 * @param caller who calls; their scopes were checked
 * @param body the bytes of an upload, at most 1 GiB, closed by the host; empty for other operations
 */
public record OperationCall(Caller caller, InputStream body) {}
