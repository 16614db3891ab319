package dev.fazt.host.server;

import dev.fazt.api.Caller;
import dev.fazt.api.Sites;
import dev.fazt.host.plugin.PluginStatus;
import dev.fazt.host.security.Credentials;
import dev.fazt.host.security.Identity;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerResponse;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Shows the first page of the control host: to the owner what there is, to everybody else how to get in. */
final class HomePage {
    private final Sites sites;
    private final Credentials credentials;
    private final Supplier<HostOperations.Status> status;

    HomePage(Sites sites, Credentials credentials, Supplier<HostOperations.Status> status) {
        this.sites = sites;
        this.credentials = credentials;
        this.status = status;
    }

    void send(ServerResponse response, Identity identity) {
        if (identity.caller().kind() == Caller.Kind.OWNER) {
            owner(response, status.get());
        } else {
            Page.send(response, Status.OK_200, "Fazt", credentials.owner().setupCode().isPresent()
                    ? "<h1>Fazt is running</h1><p>Nobody owns this server yet: open the link that <code>fazt server start</code> printed.</p>"
                    : "<h1>Fazt is running</h1><p><a href=\"/login\">Log in</a></p><p>Publish a folder with <code>fazt site deploy FOLDER "
                            + "--name blog</code>, and see what there is with <code>fazt site list</code>.</p>");
        }
    }

    private void owner(ServerResponse response, HostOperations.Status now) {
        String listed = sites.list().stream()
                .map(site -> "<li><a href=\"%s\">%s</a></li>"
                        .formatted(Page.escaped(sites.url(site)), Page.escaped(site.name())))
                .collect(Collectors.joining("\n"));
        Page.send(response, Status.OK_200, "Fazt", """
                <h1>Fazt</h1>
                <p>Version %s, for %d hours. The data are in <code>%s</code>.</p>
                <h2>Sites</h2>
                %s
                <h2>Plugins</h2>
                <ul>
                %s
                </ul>
                <h2>More</h2>
                <ul>
                <li><a href="/api/audit/list">Who did what</a></li>
                <li><a href="/api/token/list">Tokens</a></li>
                <li><a href="/api/session/list">Browsers that are logged in</a></li>
                <li><a href="/api/openapi.json">What this server can do (OpenAPI)</a></li>
                </ul>
                <form method="post" action="/logout"><p><button>Log out</button></p></form>
                """.formatted(
                        Page.escaped(now.version()),
                        now.uptimeSeconds() / 3_600,
                        Page.escaped(now.database()),
                        listed.isEmpty()
                                ? "<p>None yet: <code>fazt site deploy FOLDER --name blog</code> publishes one.</p>"
                                : "<ul>\n" + listed + "\n</ul>",
                        now.plugins().stream().map(HomePage::plugin).collect(Collectors.joining("\n"))));
    }

    private static String plugin(PluginStatus plugin) {
        String version = plugin.version();
        String reason = plugin.reason();
        return "<li>%s %s: %s%s</li>".formatted(
                Page.escaped(plugin.id()),
                version == null ? "" : Page.escaped(version),
                Page.escaped(plugin.state()),
                reason == null ? "" : ", " + Page.escaped(reason));
    }
}
