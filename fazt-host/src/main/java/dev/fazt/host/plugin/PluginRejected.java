package dev.fazt.host.plugin;

import org.jspecify.annotations.Nullable;

/** Says in one line why a plugin can not be loaded or started. */
final class PluginRejected extends RuntimeException {
    private static final long serialVersionUID = 1L;

    PluginRejected(String message) {
        this(message, null);
    }

    PluginRejected(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
