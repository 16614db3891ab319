package dev.fazt.plugin.sites.rules;

/** Says why a rule can not be understood. Who reads the file knows the line. */
final class RuleException extends Exception {
    private static final long serialVersionUID = 1L;
    private static final int LONGEST_QUOTE = 100;

    RuleException(String message) {
        super(message, null, false, false);
    }

    /** Makes a message that quotes what was written, cut to a sensible length. */
    static RuleException of(String format, String quoted) {
        String text = quoted.replaceAll("\\p{Cntrl}", "?");
        return new RuleException(format.formatted(
                text.length() > LONGEST_QUOTE ? text.substring(0, LONGEST_QUOTE) + "…" : text));
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
