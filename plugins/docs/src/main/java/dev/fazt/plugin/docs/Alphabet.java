package dev.fazt.plugin.docs;

/** Is a set of ASCII characters of which names are made. It is asked for each request, where a regular expression would be seen. */
final class Alphabet {
    static final String LOWER = "abcdefghijklmnopqrstuvwxyz";
    static final String DIGITS = "0123456789";

    private final boolean[] members = new boolean[128];

    Alphabet(String characters) {
        characters.chars().forEach(c -> members[c] = true);
    }

    /** Tells whether a text has a character, and not too many, and no other ones than these. */
    boolean spells(String text, int longest) {
        if (text.isEmpty() || text.length() > longest) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= members.length || !members[c]) {
                return false;
            }
        }
        return true;
    }
}
