package dev.fazt.plugin.sites.rules;

/** Is what rules look at in a request. Asked only for what a rule needs. */
public interface Visit {
    /** Returns the decoded path, with a leading slash. */
    String path();

    /** Returns the query as it was sent, without the question mark. */
    String query();

    /** Returns {@code http} or {@code https}. */
    String scheme();

    /** Returns the host in lower case, without a port. */
    String host();

    /** Returns the two letters of the visitor's country in lower case; empty if it is not known. */
    String country();

    /** Returns the language that the visitor prefers, such as {@code en-gb}, in lower case; empty if it is not known. */
    String language();
}
