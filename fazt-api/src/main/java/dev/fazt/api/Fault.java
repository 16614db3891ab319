package dev.fazt.api;

import java.time.Duration;
import java.util.List;

/** Says whose fault a failure is. It decides the HTTP status, the level of the log line and the exit code of a command. */
public sealed interface Fault {

    /** Returns the HTTP status (RFC 9110) that answers a request that failed so. */
    int status();

    /**
     * The caller sent something that can not be accepted as it is.
     *
     * @param status 400, 413, 415 or 422
     * @param fields what is wrong, by field; empty if it is the request as a whole
     */
    record Invalid(int status, List<FieldError> fields) implements Fault {
        public Invalid {
            fields = List.copyOf(fields);
        }
    }

    /** The caller is not known (401) or is known and may not do this (403). */
    record Forbidden(int status) implements Fault {}

    /** What the caller asks for is not there. */
    record NotFound() implements Fault {
        @Override
        public int status() {
            return 404;
        }
    }

    /**
     * What the caller asks for contradicts the present state.
     *
     * @param status 409, or 412 if the caller stated the condition
     */
    record Conflict(int status) implements Fault {}

    /** The caller asks too often, or the server is short of something that comes back: try again after a while. */
    record Busy(int status, Duration retryAfter) implements Fault {}

    /** The disk is full or a file can not be written. */
    record Resource() implements Fault {
        @Override
        public int status() {
            return 507;
        }
    }

    /** The write may or may not have happened: ask before repeating it. */
    record Unknown() implements Fault {
        @Override
        public int status() {
            return 504;
        }
    }

    /**
     * The program is wrong: a defect in a plugin or in the host.
     *
     * @param plugin the plugin's id, or {@code host}
     */
    record Defect(String plugin) implements Fault {
        @Override
        public int status() {
            return 500;
        }
    }

    /**
     * Names a field and what is wrong with it.
     *
     * @param code for machines, such as {@code REQUIRED_FIELD_MISSING}
     */
    record FieldError(String field, String code, String message) {}
}
