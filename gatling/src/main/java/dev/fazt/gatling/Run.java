package dev.fazt.gatling;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Is what the simulation runs next. Gatling makes simulations by reflection, without parameters, so it is handed over here.
 *
 * @param collection receives the documents; each run has its own, so that its rows can be counted
 */
record Run(Settings settings, Workload workload, String collection, Measurements measurements) {
    private static final AtomicReference<@Nullable Run> CURRENT = new AtomicReference<>();

    void makeCurrent() {
        CURRENT.set(this);
    }

    static Run current() {
        Run run = CURRENT.get();
        if (run == null) {
            throw new IllegalStateException("start the lab by its main class LoadLab: it sets up the site first");
        }
        return run;
    }
}
