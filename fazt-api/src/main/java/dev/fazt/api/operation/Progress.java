package dev.fazt.api.operation;

/**
 * Tells the caller of an operation how far it is: a progress bar in the command, events over HTTP.
 *
 * <p>Reporting is cheap and never waits, so report as often as you like: the host passes on the latest report a few times per
 * second, and nothing at all if nobody listens. A caller who goes away does not end the operation. Thread-safe.
 */
@FunctionalInterface
public interface Progress {

    /** Tells nobody. */
    Progress NONE = (step, done, total) -> {};

    /**
     * Reports how far it is.
     *
     * @param step what is being done, such as {@code storing files}, for people
     * @param done how much of it is done, in any unit, 0 or more
     * @param total how much there is to do in the same unit; 0 while that is not known
     */
    void report(String step, long done, long total);
}
