package dev.fazt.gatling;

import io.gatling.app.Gatling$;
import java.util.ArrayList;
import java.util.List;

/** Is the load lab's main class: measures each workload, prints the table, and exits with 1 if anything failed or is missing. */
public final class LoadLab {
    private LoadLab() {}

    public static void main(String[] arguments) {
        try {
            List<Outcome> outcomes = measure(Settings.of(System.getProperties(), System.getenv()));
            System.out.printf("%n%s%n", Table.of(outcomes));
            System.exit(outcomes.stream().allMatch(Outcome::passed) ? 0 : 1);
        } catch (IllegalArgumentException | IllegalStateException | java.io.UncheckedIOException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }

    private static List<Outcome> measure(Settings settings) {
        List<Outcome> outcomes = new ArrayList<>();
        try (LabSite site = new LabSite(settings)) {
            site.deploy();
            System.out.printf(
                    "%s, %,d users, %d s for each workload; the site is addressed as %s/%n",
                    settings.target(), settings.users(), settings.seconds(), LabSite.PATH);
            for (Workload workload : settings.workloads()) {
                String collection = "lab-" + System.currentTimeMillis();
                Run run = new Run(settings, workload, collection, new Measurements());
                run.makeCurrent();
                int status = Gatling$.MODULE$.fromArgs(
                        new String[] {"--simulation", WorkloadSimulation.class.getName(), "--no-reports"});
                if (status != 0) {
                    throw new IllegalStateException("gatling ended with status %d".formatted(status));
                }
                outcomes.add(run.measurements().outcome(workload, workload.writes() == 0 ? 0 : site.rows(collection)));
            }
        }
        return outcomes;
    }
}
