package dev.fazt.gatling.figure;

import java.util.Optional;

/**
 * Is what is measured several times and summed up in one line of the report.
 *
 * @param driver what sends the requests
 * @param server who answers them
 * @param connections kept-alive connections at the same time; 0 in the open model, where it is as many as it takes
 * @param forerunner the requests per second of Fazt's forerunner, if it was measured so
 */
public record Subject(String driver, String server, String workload, int connections, Optional<Integer> forerunner) {
    public static final String FAZT = "fazt";
    public static final String NGINX = "nginx";
}
