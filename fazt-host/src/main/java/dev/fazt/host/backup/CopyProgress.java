package dev.fazt.host.backup;

/** Is told how far a long step is. */
@FunctionalInterface
public interface CopyProgress {
    /** Tells nobody. */
    CopyProgress NONE = (step, done, total) -> {};

    /**
     * Shows a step as done to a part. It is called from native code, and must not throw.
     *
     * @param step such as {@code copying}
     */
    void show(String step, long done, long total);
}
