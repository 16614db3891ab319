package dev.fazt.plugin.sites.serve;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Is what a header {@code Range} (RFC 9110, 14.2) asks for, of a body of known length. */
sealed interface ByteRange {
    /** Who asks for more parts wants to make work (RFC 9110, 17.15), and gets everything. */
    int MOST_PARTS = 8;

    /** Parts closer together than this are cheaper to send as one than with headers between them. */
    int SMALLEST_GAP = 100;

    /** Everything: the header is malformed, of another unit, or asks for too many parts, and may then be ignored. */
    record Whole() implements ByteRange {}

    /** Nothing that is there: 416. */
    record Unsatisfiable() implements ByteRange {}

    /**
     * One part.
     *
     * @param first the position of its first byte
     * @param last the position of its last byte
     */
    record Part(long first, long last) implements ByteRange {
        long length() {
            return last - first + 1;
        }
    }

    /** Several parts, apart from each other. */
    record Parts(List<Part> parts) implements ByteRange {
        public Parts {
            parts = List.copyOf(parts);
        }
    }

    /** Reads the header. */
    static ByteRange parse(String header, long length) {
        String text = header.strip();
        if (!text.regionMatches(true, 0, "bytes=", 0, 6)) {
            return new Whole();
        }
        String[] ranges = text.substring(6).split(",", MOST_PARTS + 2);
        if (ranges.length > MOST_PARTS) {
            return new Whole();
        }
        List<Part> parts = new ArrayList<>(ranges.length);
        boolean any = false;
        for (String range : ranges) {
            if (range.isBlank()) {
                // A list may have empty elements (RFC 9110, 5.6.1).
                continue;
            }
            ByteRange one = one(range.strip(), length);
            if (one instanceof Whole) {
                return one;
            }
            any = true;
            if (one instanceof Part part) {
                parts.add(part);
            }
        }
        if (parts.isEmpty()) {
            return any ? new Unsatisfiable() : new Whole();
        }
        List<Part> apart = apart(parts);
        return apart.size() == 1 ? apart.getFirst() : new Parts(apart);
    }

    private static ByteRange one(String range, long length) {
        int dash = range.indexOf('-');
        Long first = dash < 0 ? null : number(range.substring(0, dash).strip());
        Long last = dash < 0 ? null : number(range.substring(dash + 1).strip());
        if (first == null || last == null || (first < 0 && last < 0)) {
            return new Whole();
        }
        if (first < 0) {
            return last == 0 || length == 0 ? new Unsatisfiable() : new Part(Math.max(0, length - last), length - 1);
        }
        if (last >= 0 && last < first) {
            return new Whole();
        }
        return first >= length ? new Unsatisfiable() : new Part(first, last < 0 ? length - 1 : Math.min(last, length - 1));
    }

    /** Returns -1 for no digits, null for what is no number. Nothing is longer than 18 digits tell: more of them mean its end. */
    private static @Nullable Long number(String digits) {
        if (digits.isEmpty()) {
            return -1L;
        }
        if (!digits.matches("[0-9]+")) {
            return null;
        }
        String significant = digits.replaceFirst("^0+(?=.)", "");
        return significant.length() > 18 ? Long.MAX_VALUE : Long.valueOf(significant);
    }

    /** Joins parts that overlap or nearly touch; if there are none, the order of the request is kept (RFC 9110, 15.3.7.2). */
    private static List<Part> apart(List<Part> parts) {
        List<Part> joined = new ArrayList<>(parts.size());
        for (Part part : parts.stream().sorted(Comparator.comparingLong(Part::first)).toList()) {
            Part before = joined.isEmpty() ? null : joined.getLast();
            if (before != null && part.first() <= before.last() + SMALLEST_GAP) {
                joined.set(joined.size() - 1, new Part(before.first(), Math.max(before.last(), part.last())));
            } else {
                joined.add(part);
            }
        }
        return joined.size() == parts.size() ? parts : joined;
    }
}
