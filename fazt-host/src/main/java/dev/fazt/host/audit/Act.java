package dev.fazt.host.audit;

/**
 * Is what somebody does.
 *
 * @param operation such as {@code docs.drop}
 * @param target what it is done to, in words; empty if that goes without saying
 * @param address from where
 */
public record Act(Actor actor, String operation, String target, String address) {
    private static final int LONGEST = 200;

    public Act {
        target = printable(target);
    }

    /** Cuts to what fits into a line, without anything that could act on a terminal. */
    static String printable(String text) {
        String cut = text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text;
        return cut.replaceAll("\\p{Cntrl}", "?");
    }
}
