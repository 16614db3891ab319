package dev.fazt.host.cli;

/** Draws how far a long step is, in one line that is overwritten; silent unless a person watches. Not thread-safe. */
final class ProgressLine implements AutoCloseable {
    private static final int BAR = 24;
    private static final long PAUSE = 100_000_000;

    private final Shell shell;
    private long drawn = System.nanoTime() - PAUSE;
    private int width;

    ProgressLine(Shell shell) {
        this.shell = shell;
    }

    /** Shows a step as done to a part. */
    void show(String step, long done, long total) {
        boolean complete = done >= total;
        if (!shell.interactive() || (!complete && System.nanoTime() - drawn < PAUSE)) {
            return;
        }
        drawn = System.nanoTime();
        int filled = total == 0 ? BAR : (int) (BAR * done / total);
        String line = "%s [%s%s] %3d%%"
                .formatted(step, "#".repeat(filled), ".".repeat(BAR - filled), total == 0 ? 100 : 100 * done / total);
        shell.err().print("\r" + line + " ".repeat(Math.max(0, width - line.length())));
        shell.err().flush();
        width = line.length();
    }

    @Override
    public void close() {
        wipe();
    }

    /** Makes room for other text. */
    void wipe() {
        if (width > 0) {
            shell.err().print("\r" + " ".repeat(width) + "\r");
            shell.err().flush();
            width = 0;
        }
    }
}
