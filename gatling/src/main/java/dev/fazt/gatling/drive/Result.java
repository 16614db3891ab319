package dev.fazt.gatling.drive;

import dev.fazt.gatling.figure.Answers;
import dev.fazt.gatling.figure.Second;
import java.util.List;

/**
 * Is what a driver found out.
 *
 * @param seconds the course of it; empty if the driver does not tell
 */
public record Result(Answers answers, List<Second> seconds) {

    public Result {
        seconds = List.copyOf(seconds);
    }
}
