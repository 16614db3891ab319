package dev.fazt.gatling.drive;

/** Are the bodies of the requests, the same for every driver. */
final class Bodies {
    /** About 200 bytes, as in the measurements of the storage engine. */
    static final String DOCUMENT =
            "{\"title\":\"load lab\",\"status\":\"open\",\"amount\":42,\"text\":\"%s\"}".formatted("x".repeat(140));

    static final String FORM = "name=Lab&email=lab%40example.org&message=" + "x".repeat(140);

    static final String EVENT =
            "{\"name\":\"signup\",\"url\":\"/pricing?utm_source=lab\",\"referrer\":\"https://example.org/\",\"props\":{\"plan\":\"small\"}}";

    private Bodies() {}
}
