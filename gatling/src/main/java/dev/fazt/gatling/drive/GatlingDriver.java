package dev.fazt.gatling.drive;

import dev.fazt.gatling.figure.Measurements;
import io.gatling.app.Gatling$;

/** Drives all workloads with Gatling in this process, and looks at every answer. */
public final class GatlingDriver implements Driver {

    @Override
    public String name() {
        return "gatling";
    }

    @Override
    public Result run(Order order) {
        GatlingRun run = new GatlingRun(order, new Measurements());
        run.makeCurrent();
        int status = Gatling$.MODULE$.fromArgs(
                new String[] {"--simulation", LabSimulation.class.getName(), "--no-reports"});
        if (status != 0) {
            throw new IllegalStateException("gatling ended with status %d".formatted(status));
        }
        return new Result(run.measurements().answers(), run.measurements().seconds());
    }
}
