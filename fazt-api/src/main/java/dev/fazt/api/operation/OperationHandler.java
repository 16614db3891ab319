package dev.fazt.api.operation;

/** Carries out an operation. Called from many threads at once. */
@FunctionalInterface
public interface OperationHandler<P extends Record, R extends Record> {

    /**
     * Carries out one call.
     *
     * @param parameters valid as far as their types can tell
     * @param call who calls, and the body of an upload
     * @throws Exception a {@link dev.fazt.api.FaztException} is an answer; anything else is a defect of the plugin
     */
    R handle(P parameters, OperationCall call) throws Exception;
}
