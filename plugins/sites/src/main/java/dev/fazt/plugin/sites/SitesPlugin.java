package dev.fazt.plugin.sites;

import dev.fazt.api.FaztPlugin;
import dev.fazt.api.PluginContext;
import dev.fazt.api.event.SiteDeployed;
import dev.fazt.api.operation.Download;
import dev.fazt.api.operation.Operation;
import dev.fazt.api.operation.Scope;
import dev.fazt.plugin.sites.access.AccessEndpoints;
import dev.fazt.plugin.sites.access.AccessGate;
import dev.fazt.plugin.sites.access.AccessOperations;
import dev.fazt.plugin.sites.access.AccessStore;
import dev.fazt.plugin.sites.content.ContentReader;
import dev.fazt.plugin.sites.content.ContentSweep;
import dev.fazt.plugin.sites.deploy.Announcement;
import dev.fazt.plugin.sites.deploy.DeployGate;
import dev.fazt.plugin.sites.deploy.DeployHistory;
import dev.fazt.plugin.sites.deploy.DeployRecords;
import dev.fazt.plugin.sites.deploy.DeployStore;
import dev.fazt.plugin.sites.deploy.DeploySweep;
import dev.fazt.plugin.sites.deploy.Deploys;
import dev.fazt.plugin.sites.rules.SettingsSchema;
import dev.fazt.plugin.sites.serve.SiteCatalog;
import dev.fazt.plugin.sites.serve.StaticHandler;
import java.time.Duration;

/** Deploys static sites and serves them. */
public final class SitesPlugin implements FaztPlugin {

    @Override
    public void start(PluginContext context) {
        DeployStore store = new DeployStore(context.storage());
        ContentReader contents = new ContentReader(context.storage());
        SiteCatalog catalog = new SiteCatalog(store, contents, context.clock());
        AccessStore access = AccessStore.open(context.storage());
        context.routes()
                .asContent(new StaticHandler(catalog, new AccessGate(access, context.clock()), contents));
        AccessEndpoints endpoints = new AccessEndpoints(access, context.clock());
        context.routes().onSites(rules -> {
            rules.get(SettingsSchema.PATH, SettingsSchema::send);
            endpoints.routing(rules);
        });
        AccessOperations.declare(context, access);

        DeployGate gate = new DeployGate();
        DeployRecords records = new DeployRecords(context.storage(), context.sites(), context.clock());
        Announcement announcement = new Announcement(context.sites(), (site, number) -> {
            catalog.refresh(site);
            context.events().publish(new SiteDeployed(site, number));
        });
        // During an upgrade, the generation before this one may still finish a deploy.
        context.events().subscribe(SiteDeployed.class, deployed -> catalog.refresh(deployed.site()));
        Sweep sweep = new Sweep(
                gate,
                new DeploySweep(context.storage(), context.clock()),
                new ContentSweep(context.storage(), context.clock()),
                context.clock());
        DeployOperations.declare(
                context,
                new Deploys(
                        context.storage(),
                        records,
                        gate,
                        announcement,
                        context.clock(),
                        context.json(),
                        new RulesCheck(contents)),
                new DeployHistory(context.sites(), records, announcement, site -> {
                    catalog.reload(site);
                    sweep.run();
                }));

        context.operation(Operation.read(
                "sites.schema", "Print the JSON Schema of fazt.json", SettingsSchema.SchemaParameters.class, Download.class, SettingsSchema::download)
                .withScope(new Scope("site:read")));

        sweep.run();
        context.every("sweep", Duration.ofHours(1), sweep);
    }
}
