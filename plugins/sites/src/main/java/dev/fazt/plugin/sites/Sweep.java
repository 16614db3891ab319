package dev.fazt.plugin.sites;

import dev.fazt.plugin.sites.archive.UploadFile;
import dev.fazt.plugin.sites.content.ContentSweep;
import dev.fazt.plugin.sites.deploy.DeployGate;
import dev.fazt.plugin.sites.deploy.DeploySweep;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;

/** Removes what nobody needs any more: previews, trees, contents, and the temporary files of killed processes. */
record Sweep(DeployGate gate, DeploySweep deploys, ContentSweep contents, Clock clock) implements Runnable {

    @Override
    public void run() {
        deploys.run();
        gate.sweep(contents::run);
        try {
            UploadFile.sweep(clock.instant());
        } catch (IOException unreadable) {
            throw new UncheckedIOException("can not remove abandoned uploads", unreadable);
        }
    }
}
