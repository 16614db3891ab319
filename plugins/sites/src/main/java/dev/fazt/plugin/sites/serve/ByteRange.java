package dev.fazt.plugin.sites.serve;

/** Is what a header {@code Range} (RFC 9110, 14.2) asks for, of a body of known length. */
sealed interface ByteRange {

    /** Everything: the header is malformed, of another unit, or asks for several parts, and may then be ignored. */
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

    /** Reads the header. */
    static ByteRange parse(String header, long length) {
        String text = header.strip();
        if (!text.regionMatches(true, 0, "bytes=", 0, 6)) {
            return new Whole();
        }
        String range = text.substring(6).strip();
        int dash = range.indexOf('-');
        if (dash < 0 || range.indexOf(',') >= 0) {
            return new Whole();
        }
        String from = range.substring(0, dash).strip();
        String to = range.substring(dash + 1).strip();
        if (!from.matches("\\d{0,18}") || !to.matches("\\d{0,18}") || (from.isEmpty() && to.isEmpty())) {
            return new Whole();
        }
        if (from.isEmpty()) {
            long suffix = Long.parseLong(to);
            return suffix == 0 || length == 0
                    ? new Unsatisfiable()
                    : new Part(Math.max(0, length - suffix), length - 1);
        }
        long first = Long.parseLong(from);
        long last = to.isEmpty() ? Long.MAX_VALUE : Long.parseLong(to);
        if (last < first) {
            return new Whole();
        }
        return first >= length ? new Unsatisfiable() : new Part(first, Math.min(last, length - 1));
    }
}
