package dev.fazt.gatling.drive;

/**
 * Says how much to send.
 *
 * @param users in the closed model, how many send at the same time, each on a connection of its own
 * @param rate in the open model, how many users arrive per second, whatever becomes of those before; 0 for the closed model
 * @param seconds for how long
 */
public record Load(int users, int rate, int seconds) {

    public Load {
        if (users < 1 || seconds < 1) {
            throw new IllegalArgumentException("-Dusers and -Dduration must be at least 1");
        }
        if (rate < 0) {
            throw new IllegalArgumentException("-Drate: %d is no number of users per second".formatted(rate));
        }
    }

    public boolean isOpen() {
        return rate > 0;
    }

    public Load withUsers(int other) {
        return new Load(other, rate, seconds);
    }
}
