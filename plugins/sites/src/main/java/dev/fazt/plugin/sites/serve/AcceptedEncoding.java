package dev.fazt.plugin.sites.serve;

/** Reads {@code Accept-Encoding} (RFC 9110, 12.5.3). */
final class AcceptedEncoding {
    private static final int MOST = 1000;

    private AcceptedEncoding() {}

    /** Returns how much a client wants a coding, in thousandths; 0 if it does not take it. */
    static int weight(String header, String coding) {
        int any = 0;
        for (int from = 0; from < header.length(); ) {
            int comma = header.indexOf(',', from);
            int to = comma < 0 ? header.length() : comma;
            int semicolon = header.indexOf(';', from);
            int end = semicolon < 0 || semicolon > to ? to : semicolon;
            int start = from;
            while (start < end && header.charAt(start) <= ' ') {
                start++;
            }
            int stop = end;
            while (stop > start && header.charAt(stop - 1) <= ' ') {
                stop--;
            }
            if (stop - start == coding.length() && header.regionMatches(true, start, coding, 0, coding.length())) {
                return end == to ? MOST : quality(header.substring(end + 1, to));
            }
            if (stop - start == 1 && header.charAt(start) == '*') {
                any = end == to ? MOST : quality(header.substring(end + 1, to));
            }
            from = to + 1;
        }
        return any;
    }

    /** Reads {@code q=0.5}; what is malformed says nothing, and counts as if it were not there. */
    private static int quality(String parameter) {
        String text = parameter.replaceAll("\\s", "");
        if (!text.matches("[qQ]=(0(\\.\\d{0,3})?|1(\\.0{0,3})?)")) {
            return MOST;
        }
        String digits = text.substring(2).replace(".", "");
        return Integer.parseInt((digits + "000").substring(0, 4));
    }
}
