package dev.fazt.plugin.sites;

import dev.fazt.api.PluginContext;
import dev.fazt.api.operation.Operation;
import dev.fazt.api.operation.Scope;
import dev.fazt.plugin.sites.deploy.DeployDiff;
import dev.fazt.plugin.sites.deploy.DeployHistory;
import dev.fazt.plugin.sites.deploy.Deploys;
import dev.fazt.plugin.sites.deploy.Pruning;

/** Declares the operations on deploys. The command line offers them under the noun {@code site}. */
final class DeployOperations {
    /** Sending what is missing and switching are two steps of one thing: who may deploy may do both. */
    private static final Scope DEPLOY = new Scope("site:deploy");

    private DeployOperations() {}

    static void declare(PluginContext context, Deploys deploys, DeployHistory history) {
        context.operation(Operation.upload(
                "sites.deploy",
                "Deploy an archive (zip or tar.gz) as a site",
                Deploys.DeployParameters.class,
                Deploys.DeployResult.class,
                deploys::deploy)
                .withScope(DEPLOY)
                .on("site"));
        context.operation(Operation.upload(
                "sites.publish",
                "Deploy a list of files (path, hash, bytes) whose contents are stored, or tell which are missing",
                Deploys.DeployParameters.class,
                Deploys.PublishResult.class,
                deploys::publish)
                .withScope(DEPLOY)
                .on("site"));
        context.operation(Operation.upload(
                "sites.store",
                "Store the files of an archive for a list to come",
                Deploys.StoreParameters.class,
                Deploys.StoreResult.class,
                deploys::store)
                .withScope(DEPLOY)
                .on("site"));
        context.operation(Operation.read(
                "sites.deploys",
                "List the deploys of a site",
                DeployHistory.ListParameters.class,
                DeployHistory.ListResult.class,
                history::list)
                .withScope(new Scope("site:read"))
                .on("site"));
        context.operation(Operation.write(
                "sites.rollback",
                "Show an earlier deploy again",
                DeployHistory.RollbackParameters.class,
                DeployHistory.LiveResult.class,
                history::rollBack)
                .withScope(new Scope("site:rollback"))
                .on("site"));
        context.operation(Operation.write(
                "sites.promote",
                "Make a preview, or any deploy, what visitors see",
                DeployHistory.PromoteParameters.class,
                DeployHistory.LiveResult.class,
                history::promote)
                .withScope(new Scope("site:promote"))
                .on("site"));
        context.operation(Operation.destroy(
                "sites.prune",
                "Remove old deploys, and the files that no other deploy needs",
                DeployHistory.PruneParameters.class,
                Pruning.class,
                history::prune)
                .withScope(new Scope("site:prune"))
                .on("site"));
        context.operation(Operation.read(
                "sites.diff",
                "Show which files two deploys do not share",
                DeployHistory.DiffParameters.class,
                DeployDiff.class,
                history::diff)
                .withScope(new Scope("site:read"))
                .on("site"));
    }
}
