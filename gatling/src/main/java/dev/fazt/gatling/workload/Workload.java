package dev.fazt.gatling.workload;

import java.util.Optional;

/** Is what the users of a run do over and over. */
public sealed interface Workload permits Mix, Activity {

    /** Returns the name in the report. */
    String label();

    /** Returns the requests per second of Fazt's forerunner, if it was measured so. */
    Optional<Integer> forerunner();
}
