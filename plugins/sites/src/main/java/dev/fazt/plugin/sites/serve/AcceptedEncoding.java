package dev.fazt.plugin.sites.serve;

/** Reads {@code Accept-Encoding} (RFC 9110, 12.5.3). */
final class AcceptedEncoding {

    private AcceptedEncoding() {}

    /** Tells whether the client takes gzip. */
    static boolean gzip(String header) {
        boolean any = false;
        for (int from = 0; from < header.length(); ) {
            int comma = header.indexOf(',', from);
            int to = comma < 0 ? header.length() : comma;
            int semicolon = header.indexOf(';', from);
            int end = semicolon < 0 || semicolon > to ? to : semicolon;
            String coding = header.substring(from, end).strip();
            if (coding.equalsIgnoreCase("gzip") || coding.equalsIgnoreCase("x-gzip")) {
                return !refused(header, end, to);
            }
            if (coding.equals("*")) {
                any = !refused(header, end, to);
            }
            from = to + 1;
        }
        return any;
    }

    /** Tells whether the weight is zero: {@code q=0}, with up to three zeros after the point. */
    private static boolean refused(String header, int from, int to) {
        return from < to && header.substring(from + 1, to).strip().matches("[qQ]\\s*=\\s*0(\\.0{0,3})?");
    }
}
