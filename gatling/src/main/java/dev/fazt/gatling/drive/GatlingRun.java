package dev.fazt.gatling.drive;

import dev.fazt.gatling.figure.Measurements;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Is what the simulation runs next. Gatling makes simulations by reflection, without parameters, so it is handed over here. */
record GatlingRun(Order order, Measurements measurements) {
    private static final AtomicReference<@Nullable GatlingRun> CURRENT = new AtomicReference<>();

    void makeCurrent() {
        CURRENT.set(this);
    }

    static GatlingRun current() {
        GatlingRun run = CURRENT.get();
        if (run == null) {
            throw new IllegalStateException("start the lab by its main class LoadLab: it sets up the site first");
        }
        return run;
    }
}
