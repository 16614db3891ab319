package dev.fazt.gatling.watch;

/**
 * Is the processor time of a process, as Linux tells it in {@code /proc/PID/stat} (proc(5)), in seconds.
 *
 * @param own of the process itself
 * @param withChildren the same and that of its children that have ended
 */
record ProcStat(double own, double withChildren) {
    /** The kernel's USER_HZ, which programs see as 100 everywhere. */
    private static final double TICKS_PER_SECOND = 100;

    /** Where the fields are, counted from the one after the program's name: that may contain spaces and brackets. */
    private static final int UTIME = 11;

    static ProcStat parse(String text) {
        String[] fields = text.substring(text.lastIndexOf(')') + 2).split(" ", -1);
        double own = seconds(fields[UTIME]) + seconds(fields[UTIME + 1]);
        return new ProcStat(own, own + seconds(fields[UTIME + 2]) + seconds(fields[UTIME + 3]));
    }

    private static double seconds(String ticks) {
        return Long.parseLong(ticks) / TICKS_PER_SECOND;
    }
}
