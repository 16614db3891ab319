package dev.fazt.host.cli;

/** Draws how far a long step is, in one line that is overwritten; silent unless a person watches. Thread-safe. */
final class ProgressLine implements AutoCloseable {
    private static final int BAR = 24;
    private static final long PAUSE = 100_000_000;

    private final Shell shell;
    private long drawn = System.nanoTime() - PAUSE;
    private int width;

    ProgressLine(Shell shell) {
        this.shell = shell;
    }

    /**
     * Shows a step as done to a part.
     *
     * @param total 0 while nobody knows how much there is to do
     */
    synchronized void show(String step, long done, long total) {
        boolean complete = total > 0 && done >= total;
        if (!shell.interactive() || (!complete && System.nanoTime() - drawn < PAUSE)) {
            return;
        }
        drawn = System.nanoTime();
        String line = total > 0 ? bar(step, Math.clamp(done, 0, total), total) : step + (done > 0 ? " " + done : "") + " …";
        int room = Math.max(1, shell.columns() - 1);
        String fitting = TextWidth.shorten(line, room);
        shell.err().print("\r" + fitting + " ".repeat(Math.max(0, width - TextWidth.of(fitting))));
        shell.err().flush();
        width = TextWidth.of(fitting);
    }

    private static String bar(String step, long done, long total) {
        double part = (double) done / total;
        int filled = (int) (BAR * part);
        return "%s [%s%s] %3d%%".formatted(step, "#".repeat(filled), ".".repeat(BAR - filled), (int) (100 * part));
    }

    @Override
    public void close() {
        wipe();
    }

    /** Makes room for other text. */
    synchronized void wipe() {
        if (width > 0) {
            shell.err().print("\r" + " ".repeat(width) + "\r");
            shell.err().flush();
            width = 0;
        }
    }
}
