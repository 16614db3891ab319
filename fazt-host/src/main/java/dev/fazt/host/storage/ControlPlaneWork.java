package dev.fazt.host.storage;

/**
 * Marks what an administrator asked for: while it runs, writes take the control plane's lanes, so that no flood from visitors
 * delays them.
 */
public final class ControlPlaneWork {
    private static final ScopedValue<Boolean> RUNNING = ScopedValue.newInstance();

    private ControlPlaneWork() {}

    /** Is a piece of such work. */
    public interface Task<T> {
        T run() throws Exception;
    }

    /** Runs the task on the calling thread. */
    public static <T> T run(Task<T> task) throws Exception {
        return ScopedValue.where(RUNNING, true).call(task::run);
    }

    static boolean isRunning() {
        return RUNNING.isBound();
    }
}
