package dev.fazt.host.audit;

/** Says how an act ended. */
public enum Outcome {
    /** Not yet, or the server was killed meanwhile. */
    BEGUN("begun"),
    /** It was done. */
    DONE("done"),
    /** It was only told what would be done. */
    DRY_RUN("dry-run"),
    /** It was not done, for a reason on the side of the caller. */
    REFUSED("refused"),
    /** It failed, for a reason on the side of the server. */
    FAILED("failed");

    private final String text;

    Outcome(String text) {
        this.text = text;
    }

    /** Returns the word that stands in the table. */
    @Override
    public String toString() {
        return text;
    }
}
