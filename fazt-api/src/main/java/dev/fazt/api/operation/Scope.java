package dev.fazt.api.operation;

import java.util.regex.Pattern;

/**
 * Is a permission: parts joined by colons, from the general to the particular, such as {@code docs:read} or {@code
 * site:deploy:blog}. A scope covers itself and everything below it; {@code *} as its last part stands for anything, so
 * {@code *} alone covers all.
 */
public record Scope(String value) {
    private static final Pattern GRAMMAR =
            Pattern.compile("\\*|[a-z][a-z0-9-]{0,62}(:[a-z0-9][a-z0-9._-]{0,127}){0,4}(:\\*)?");

    private static final Pattern PART = Pattern.compile("[a-z0-9][a-z0-9._-]{0,127}");

    /** Covers everything. */
    public static final Scope ALL = new Scope("*");

    public Scope {
        if (!GRAMMAR.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "'%s' is not a scope: write it like 'docs:read', 'site:deploy:blog', 'forms:*' or '*'".formatted(value));
        }
    }

    /** Tells whether who holds this scope may do what the wanted one asks for. */
    public boolean covers(Scope wanted) {
        if (value.equals("*") || value.equals(wanted.value)) {
            return true;
        }
        String prefix = value.endsWith(":*") ? value.substring(0, value.length() - 1) : value + ":";
        return wanted.value.startsWith(prefix);
    }

    /** Returns this scope for one target only; this scope itself if the name can be no part of a scope. */
    public Scope of(String target) {
        // A colon in it would make it a part of another target's scope.
        return PART.matcher(target).matches() && GRAMMAR.matcher(value + ":" + target).matches()
                ? new Scope(value + ":" + target)
                : this;
    }

    @Override
    public String toString() {
        return value;
    }
}
