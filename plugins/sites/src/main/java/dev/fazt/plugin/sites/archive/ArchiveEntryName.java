package dev.fazt.plugin.sites.archive;

import dev.fazt.api.FaztException;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;

/**
 * Is the name of an archive's entry, proven to stay within the site.
 *
 * @param path the normalised path, without a slash at either end, in Unicode's NFC; empty for the archive's own root
 * @param folder whether the entry is a folder
 */
public record ArchiveEntryName(String path, boolean folder) {
    private static final int LONGEST_PATH = 1024;
    private static final int LONGEST_SEGMENT = 255;

    /**
     * Checks a name.
     *
     * @throws FaztException if it is absolute, climbs out, or has characters that no path of a site can have
     */
    public static ArchiveEntryName parse(String name) {
        if (name.startsWith("/") || name.matches("^[A-Za-z]:.*")) {
            throw refused(name, "has an absolute path");
        }
        if (name.indexOf('\\') >= 0) {
            throw refused(name, "has a backslash in its path");
        }
        if (name.chars().anyMatch(c -> c < 0x20 || c == 0x7f)) {
            throw refused(name, "has a control character in its path");
        }
        List<String> segments = new ArrayList<>();
        for (String segment : Normalizer.normalize(name, Normalizer.Form.NFC).split("/", -1)) {
            if (segment.equals("..")) {
                throw refused(name, "climbs out of its folder");
            }
            if (segment.length() > LONGEST_SEGMENT) {
                throw refused(name, "has a name longer than %d characters".formatted(LONGEST_SEGMENT));
            }
            if (!segment.isEmpty() && !segment.equals(".")) {
                segments.add(segment);
            }
        }
        String path = String.join("/", segments);
        if (path.length() > LONGEST_PATH) {
            throw refused(name, "has a path longer than %d characters".formatted(LONGEST_PATH));
        }
        return new ArchiveEntryName(path, name.isEmpty() || name.endsWith("/") || path.isEmpty());
    }

    /** Tells whether a file of this name belongs to the site: dot-files and the litter of tools do not. */
    public boolean deployed() {
        if (folder || path.startsWith("__MACOSX/")) {
            return false;
        }
        for (String segment : path.split("/", -1)) {
            if (segment.equals("node_modules") || (segment.startsWith(".") && !segment.equals(".well-known"))) {
                return false;
            }
        }
        return true;
    }

    /** Refuses a whole deploy for one of its entries. */
    public static FaztException refused(String name, String reason) {
        return FaztException.invalid(
                "body", "the archive is refused: entry '%s' %s".formatted(printable(name), reason));
    }

    /** Makes a name fit for one line of a message. */
    private static String printable(String name) {
        String text = name.replaceAll("\\p{Cntrl}", "?");
        return text.length() > 120 ? text.substring(0, 120) + "…" : text;
    }
}
