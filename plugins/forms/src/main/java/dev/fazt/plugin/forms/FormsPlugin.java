package dev.fazt.plugin.forms;

import dev.fazt.api.FaztPlugin;
import dev.fazt.api.PluginContext;
import dev.fazt.api.operation.Download;
import dev.fazt.api.operation.Operation;

/** Starts the forms plugin: one endpoint for visitors, five operations for the owner. */
public final class FormsPlugin implements FaztPlugin {

    @Override
    public void start(PluginContext context) {
        FormStore forms = new FormStore(context.storage(), context.clock());
        SubmissionStore submissions = new SubmissionStore(context.storage(), context.clock(), context.json());

        context.routes()
                .onSites(new SubmissionEndpoint(
                        forms, submissions, new RateLimiter(context.clock()), context.events(), context.json()));

        FormsOperations operations = new FormsOperations(context.sites(), forms, submissions);
        context.operation(Operation.write(
                "forms.create",
                "Create a form, or replace the settings of the one with this name",
                FormsOperations.Creation.class,
                FormsOperations.Created.class,
                operations::create)
                .on("site"));
        context.operation(Operation.read(
                "forms.list-forms",
                "List the forms of a site and how much they received",
                FormsOperations.SiteName.class,
                FormsOperations.FormList.class,
                operations::listForms)
                .on("site"));
        context.operation(Operation.read(
                "forms.list",
                "List the submissions of a form, the newest first",
                FormsOperations.Listing.class,
                FormsOperations.SubmissionList.class,
                operations::list)
                .on("site"));
        context.operation(Operation.read(
                "forms.export",
                "Export the submissions of a form as CSV, the oldest first",
                FormsOperations.Export.class,
                Download.class,
                operations::export)
                .on("site"));
        context.operation(Operation.destroy(
                "forms.delete",
                "Delete a submission for good",
                FormsOperations.Deletion.class,
                FormsOperations.Deleted.class,
                operations::delete)
                .on("site"));
    }
}
