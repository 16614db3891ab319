package dev.fazt.plugin.sites;

import dev.fazt.api.FaztPlugin;
import dev.fazt.api.PluginContext;
import dev.fazt.api.event.SiteDeployed;
import dev.fazt.api.operation.Download;
import dev.fazt.api.operation.Operation;
import dev.fazt.plugin.sites.archive.UploadFile;
import dev.fazt.plugin.sites.content.ContentReader;
import dev.fazt.plugin.sites.content.ContentSweep;
import dev.fazt.plugin.sites.deploy.DeployGate;
import dev.fazt.plugin.sites.deploy.DeployStore;
import dev.fazt.plugin.sites.deploy.Deploys;
import dev.fazt.plugin.sites.rules.SettingsSchema;
import dev.fazt.plugin.sites.serve.SiteCatalog;
import dev.fazt.plugin.sites.serve.StaticHandler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;

/** Deploys static sites and serves them. */
public final class SitesPlugin implements FaztPlugin {

    @Override
    public void start(PluginContext context) {
        DeployStore store = new DeployStore(context.storage(), context.clock());
        ContentReader contents = new ContentReader(context.storage());
        SiteCatalog catalog = new SiteCatalog(store, contents);
        context.routes().asContent(new StaticHandler(catalog, contents));
        context.routes().onSites(rules -> rules.get(SettingsSchema.PATH, SettingsSchema::send));

        DeployGate gate = new DeployGate();
        Deploys deploys = new Deploys(context.sites(), context.storage(), store, gate, (site, number) -> {
            catalog.refresh(site);
            context.events().publish(new SiteDeployed(site, number));
        });
        // During an upgrade, the generation before this one may still finish a deploy.
        context.events().subscribe(SiteDeployed.class, deployed -> catalog.refresh(deployed.site()));

        context.operation(Operation.upload(
                "sites.deploy", "Deploy a zip archive as a site", Deploys.DeployParameters.class, Deploys.DeployResult.class, deploys::deploy));
        context.operation(Operation.read(
                "sites.deploys", "List the deploys of a site", Deploys.ListParameters.class, Deploys.ListResult.class, deploys::list));
        context.operation(Operation.write(
                "sites.rollback", "Show an earlier deploy again", Deploys.RollbackParameters.class, Deploys.RollbackResult.class, deploys::rollBack));
        context.operation(Operation.read(
                "sites.schema", "Print the JSON Schema of fazt.json", SettingsSchema.SchemaParameters.class, Download.class, SettingsSchema::download));

        ContentSweep sweep = new ContentSweep(context.storage());
        sweep(gate, sweep, context.clock());
        context.every("sweep", Duration.ofHours(1), () -> sweep(gate, sweep, context.clock()));
    }

    private static void sweep(DeployGate gate, ContentSweep contents, Clock clock) {
        gate.sweep(contents::run);
        try {
            UploadFile.sweep(clock.instant());
        } catch (IOException unreadable) {
            throw new UncheckedIOException("can not remove abandoned uploads", unreadable);
        }
    }
}
