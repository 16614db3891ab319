package dev.fazt.host.plugin;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Guesses what keeps the classes of a plugin in memory, among the ways that are known to: threads, thread-locals of the host's threads,
 * shutdown hooks and JDBC drivers. What Java hides is seen only where the launcher has opened it.
 */
final class Holders {
    private Holders() {}

    /** Names what may hold a class loader, in words for people. */
    static String of(JarClassLoader loader) {
        List<String> found = new ArrayList<>();
        StrayThreads.of(loader).forEach(thread -> found.add("thread '%s', which goes on%s".formatted(thread.getName(), place(thread))));
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (hasThreadLocal(thread, loader)) {
                found.add("a ThreadLocal on thread '%s'".formatted(thread.getName()));
            }
        }
        shutdownHooks().stream()
                .filter(hook -> hook.getContextClassLoader() == loader || hook.getClass().getClassLoader() == loader)
                .forEach(hook -> found.add("the shutdown hook '%s'".formatted(hook.getName())));
        drivers().stream()
                .filter(driver -> driver.getClass().getClassLoader() == loader)
                .forEach(driver -> found.add("the JDBC driver %s, which is registered".formatted(driver.getClass().getName())));
        return found.isEmpty()
                ? "not known: perhaps a connection that was open, or something static in another class; a heap dump tells"
                : String.join("; ", found);
    }

    private static String place(Thread thread) {
        StackTraceElement[] stack = thread.getStackTrace();
        return stack.length == 0 ? "" : " at " + stack[0];
    }

    private static boolean hasThreadLocal(Thread thread, JarClassLoader loader) {
        Object locals = value(Thread.class, "threadLocals", thread).orElse(null);
        Object table = locals == null ? null : value(locals.getClass(), "table", locals).orElse(null);
        if (table == null) {
            return false;
        }
        for (int i = 0; i < Array.getLength(table); i++) {
            Object entry = Array.get(table, i);
            Object held = entry == null ? null : value(entry.getClass(), "value", entry).orElse(null);
            if (held != null && held.getClass().getClassLoader() == loader) {
                return true;
            }
        }
        return false;
    }

    private static Collection<Thread> shutdownHooks() {
        return value("java.lang.ApplicationShutdownHooks", "hooks").orElse(null) instanceof Map<?, ?> hooks
                ? List.copyOf(hooks.keySet()).stream().map(Thread.class::cast).toList()
                : List.of();
    }

    private static List<Object> drivers() {
        List<Object> found = new ArrayList<>();
        if (value("java.sql.DriverManager", "registeredDrivers").orElse(null) instanceof Collection<?> infos) {
            infos.forEach(driver -> value(driver.getClass(), "driver", driver).ifPresent(found::add));
        }
        return found;
    }

    private static Optional<Object> value(String type, String name) {
        try {
            return value(Class.forName(type), name, null);
        } catch (ClassNotFoundException e) {
            return Optional.empty(); // another Java has it elsewhere
        }
    }

    private static Optional<Object> value(Class<?> type, String name, @Nullable Object of) {
        try {
            Field field = type.getDeclaredField(name);
            field.setAccessible(true);
            return Optional.ofNullable(field.get(of));
        } catch (NoSuchFieldException | IllegalAccessException | InaccessibleObjectException e) {
            return Optional.empty(); // hidden in this Java, or not opened by the launcher
        }
    }

    /** Takes back the shutdown hooks and the JDBC drivers that a plugin has left. */
    static void release(JarClassLoader loader) {
        if (value("java.sql.DriverManager", "registeredDrivers").orElse(null) instanceof Collection<?> infos) {
            infos.removeIf(info -> value(info.getClass(), "driver", info)
                    .filter(driver -> driver.getClass().getClassLoader() == loader)
                    .isPresent());
        }
        for (Thread hook : shutdownHooks()) {
            if (hook.getContextClassLoader() == loader || hook.getClass().getClassLoader() == loader) {
                Runtime.getRuntime().removeShutdownHook(hook);
            }
        }
    }
}
