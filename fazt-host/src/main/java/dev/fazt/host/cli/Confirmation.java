package dev.fazt.host.cli;

import tools.jackson.databind.node.ObjectNode;

/** Sees to it that somebody wants what can not be undone: who sits at a terminal is shown what would happen, and asked. */
final class Confirmation {
    private final Shell shell;

    Confirmation(Shell shell) {
        this.shell = shell;
    }

    /**
     * Tells whether to go on.
     *
     * @param parameters of the call
     * @throws CommandFailure if nobody can be asked, or the answer is no
     */
    boolean of(
            ServerClient client,
            OperationDescription operation,
            OperationArguments arguments,
            ObjectNode parameters,
            ProgressLine progress) {
        boolean dryRun = parameters.path(OperationDescription.DRY_RUN).asBoolean(false);
        if (dryRun || arguments.yes()) {
            return true;
        }
        if (!shell.interactive()) {
            throw CommandFailure.usage("this can not be undone: repeat it with --yes, or with --dry-run to see what it would do");
        }
        ObjectNode rehearsal = parameters.deepCopy().put(OperationDescription.DRY_RUN, true);
        ServerClient.Request request = new ServerClient.Request("POST", operation.path()).json(rehearsal);
        // For the eyes of who is asked; the result itself comes after.
        new ResultPrinter(shell.toErr()).print(client.await(request, progress), OutputFormat.TABLE);
        if (!shell.agrees("This can not be undone. Do it?")) {
            throw CommandFailure.failed("nothing was done");
        }
        return true;
    }
}
