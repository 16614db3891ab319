package dev.fazt.plugin.sites.deploy;

import dev.fazt.api.FaztException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Lets a few deploys in at a time, or the sweep alone: to the sweep, the contents of a deploy in progress look abandoned.
 * Thread-safe.
 */
public final class DeployGate {
    private static final int DEPLOYS = 2;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Semaphore permits = new Semaphore(DEPLOYS, true);

    /**
     * Runs a deploy, after waiting for a place.
     *
     * @throws FaztException if there was none for a minute
     */
    <T> T deploy(Callable<T> work) throws Exception {
        if (!permits.tryAcquire(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw FaztException.busy("other deploys are in progress: try again in a minute", PATIENCE);
        }
        try {
            return work.call();
        } finally {
            permits.release();
        }
    }

    /** Runs the sweep if no deploy is in progress; otherwise it can wait for its next turn. */
    public void sweep(Runnable work) {
        if (permits.tryAcquire(DEPLOYS)) {
            try {
                work.run();
            } finally {
                permits.release(DEPLOYS);
            }
        }
    }
}
