package dev.fazt.host.storage;

import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import org.jspecify.annotations.Nullable;

/**
 * Empties the thread-locals of a thread that lives long, by that thread. Java offers no way to it: the launcher opens {@code java.lang}
 * ({@code --add-opens java.base/java.lang=ALL-UNNAMED}), and without that, nothing happens.
 */
final class ThreadLocals {
    private static final @Nullable Field FIELD = field();

    private ThreadLocals() {}

    private static @Nullable Field field() {
        try {
            Field field = Thread.class.getDeclaredField("threadLocals");
            field.setAccessible(true);
            return field;
        } catch (NoSuchFieldException | InaccessibleObjectException e) {
            return null; // a plugin that leaves a value behind is then kept in memory, which 'fazt plugin doctor' tells
        }
    }

    /** Forgets everything that the calling thread holds. */
    static void forget() {
        if (FIELD != null) {
            try {
                FIELD.set(Thread.currentThread(), null);
            } catch (IllegalAccessException e) {
                throw new IllegalStateException(e); // it was made accessible
            }
        }
    }
}
