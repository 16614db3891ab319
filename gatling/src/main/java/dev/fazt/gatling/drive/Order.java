package dev.fazt.gatling.drive;

import dev.fazt.gatling.server.LabSite;
import dev.fazt.gatling.server.Target;
import dev.fazt.gatling.workload.Workload;
import java.util.Optional;

/**
 * Is what to do to which server.
 *
 * @param page the path that reads ask for
 * @param knownSite empty if there are only reads, of a server that may be of another make
 */
public record Order(Workload workload, Load load, Target target, String page, Optional<LabSite> knownSite) {

    LabSite site() {
        return knownSite.orElseThrow(
                () -> new IllegalStateException("%s needs a site: leave -Dpath out".formatted(workload.label())));
    }
}
