package dev.fazt.gatling.drive;

/** Sends the requests of one run, and waits for the answers. */
public sealed interface Driver permits GatlingDriver, WrkDriver {

    /** Returns the name in the report. */
    String name();

    Result run(Order order);
}
