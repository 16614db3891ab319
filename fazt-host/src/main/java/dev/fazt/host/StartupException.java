package dev.fazt.host;

import org.jspecify.annotations.Nullable;

/** Says in one line why the server can not start, and what to do about it. */
public final class StartupException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StartupException(String message) {
        this(message, null);
    }

    public StartupException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }

    /** Returns the exit code of the command that tried to start. */
    public int exitCode() {
        return 1;
    }
}
