package dev.fazt.plugin.sites.serve;

import dev.fazt.api.http.SiteRequest;
import dev.fazt.plugin.sites.access.AccessGate;
import dev.fazt.plugin.sites.access.PasswordPage;
import dev.fazt.plugin.sites.content.ContentReader;
import dev.fazt.plugin.sites.path.PathResolution;
import dev.fazt.plugin.sites.path.SitePath;
import dev.fazt.plugin.sites.rules.RedirectRules;
import dev.fazt.plugin.sites.rules.SiteRules;
import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Method;
import io.helidon.http.Status;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decides what a request to a site is answered with: a forced rule, a file, a clean address, a rule, a page that stands in for a
 * missing one, in this order. Thread-safe.
 */
public final class StaticHandler implements Handler {
    private static final Header ALLOW = HeaderValues.createCached(HeaderNames.ALLOW, "GET, HEAD, OPTIONS");

    private final SiteCatalog catalog;
    private final AccessGate gate;
    private final FileSender files;

    public StaticHandler(SiteCatalog catalog, AccessGate gate, ContentReader contents) {
        this.catalog = catalog;
        this.gate = gate;
        this.files = new FileSender(contents);
    }

    @Override
    public void handle(ServerRequest request, ServerResponse response) throws IOException {
        Method method = request.prologue().method();
        if (method.equals(Method.GET) || method.equals(Method.HEAD)) {
            read(request, response);
        } else if (method.equals(Method.OPTIONS)) {
            response.status(Status.NO_CONTENT_204).header(ALLOW).send();
        } else {
            response.header(ALLOW);
            FriendlyPage.methodNotAllowed().send(request, response);
        }
    }

    private void read(ServerRequest request, ServerResponse response) throws IOException {
        SiteRequest site = SiteRequest.of(request);
        SiteIndex index = catalog.index(site);
        // Most requests are for a public file at its own address, and end here.
        StaticFile file = index.byAddress().get(site.path());
        if (file != null && gate.open(site)) {
            files.send(file, Answer.OWN, index, site, request, response);
            return;
        }
        Optional<String> path = SitePath.decode(site.path());
        if (path.isEmpty()) {
            FriendlyPage.badPath().send(request, response);
            return;
        }
        AccessGate.Verdict verdict = gate.decide(site, path.get(), request);
        switch (verdict) {
            case PASSWORD, TOKEN -> PasswordPage.send(verdict, site, request, response);
            case OPEN, ADMITTED -> {
                RequestVisit visit = new RequestVisit(request, path.get());
                boolean guarded = verdict == AccessGate.Verdict.ADMITTED;
                decide(new Exchange(site, index, visit, guarded, request, response));
            }
        }
    }

    private void decide(Exchange exchange) throws IOException {
        SiteIndex index = exchange.index;
        String path = exchange.visit.path();
        RedirectRules rules = index.rules().redirects();
        RedirectRules.Decision decision = null;
        if (rules.anyForced()) {
            decision = rules.decide(exchange.visit);
            if (decision.match() != null && decision.match().force()) {
                follow(decision.match(), decision.varies(), exchange);
                return;
            }
        }
        PathResolution.Outcome<StaticFile> outcome = index.paths().resolve(path);
        if (outcome.file() != null) {
            show(outcome.file(), exchange.answer(200, outcome.file(), false), exchange);
        } else if (outcome.redirect() != null) {
            redirect(308, exchange.site.basePath() + SitePath.encode(outcome.redirect()), true, exchange);
        } else {
            absent(decision, exchange);
        }
    }

    /** Answers where the live deploy has nothing: with what an earlier one had, then by the rules. */
    private void absent(RedirectRules.@Nullable Decision known, Exchange exchange) throws IOException {
        StaticFile retired = exchange.index.retired().find(exchange.visit.path());
        if (retired != null) {
            // Before the rules: an application's rule for every path would answer a script with a page.
            show(retired, exchange.answer(200, retired, false), exchange);
            return;
        }
        RedirectRules.Decision decision =
                known == null ? exchange.index.rules().redirects().decide(exchange.visit) : known;
        if (decision.match() != null) {
            follow(decision.match(), decision.varies(), exchange);
        } else {
            missing(exchange.visit.path(), decision.varies(), exchange);
        }
    }

    /** Is one request, and what is known about it. */
    private record Exchange(
            SiteRequest site,
            SiteIndex index,
            RequestVisit visit,
            boolean guarded,
            ServerRequest request,
            ServerResponse response) {

        /** Says how a file is shown here: where it has another address, the site may want other headers. */
        Answer answer(int status, StaticFile file, boolean varies) {
            SiteRules rules = index.rules();
            if (status == 200 && !varies && !guarded && !rules.headers().byHost() && file.address().equals(visit.path())) {
                return Answer.OWN;
            }
            return new Answer(
                    status,
                    rules.headers().byHost() ? rules.headers().plan(visit) : rules.headers().plan(visit.path()),
                    varies,
                    guarded);
        }
    }

    private void follow(RedirectRules.Match match, boolean varies, Exchange exchange) throws IOException {
        if (match.leads()) {
            if (varies) {
                exchange.response.headers().add(Answer.VARY_LANGUAGE);
            }
            String address = match.address();
            redirect(match.status(), match.local() ? exchange.site.basePath() + address : address, false, exchange);
            return;
        }
        StaticFile page = match.path().map(exchange.index.paths()::page).orElse(null);
        if (page != null) {
            show(page, exchange.answer(match.status(), page, varies), exchange);
        } else if (match.status() == 200) {
            missing(exchange.visit.path(), varies, exchange);
        } else {
            FriendlyPage.gone(match.status()).send(exchange.request, exchange.response);
        }
    }

    private void missing(String path, boolean varies, Exchange exchange) throws IOException {
        StaticFile fallback =
                exchange.index.paths().fallback(path, exchange.index.rules().singlePage());
        StaticFile page = exchange.index.paths().notFound(path);
        if (fallback != null) {
            show(fallback, exchange.answer(200, fallback, varies), exchange);
        } else if (page != null) {
            show(page, exchange.answer(404, page, varies), exchange);
        } else if (exchange.index.live().isPresent() || !exchange.site.preview().isEmpty()) {
            FriendlyPage.notFound().send(exchange.request, exchange.response);
        } else {
            FriendlyPage.noDeploy(exchange.site.site()).send(exchange.request, exchange.response);
        }
    }

    private void show(StaticFile page, Answer answer, Exchange exchange) throws IOException {
        // A rule may show a page of the private folder elsewhere, and must not open it.
        AccessGate.Verdict verdict = gate.decide(exchange.site, page.address(), exchange.request);
        if (verdict == AccessGate.Verdict.TOKEN) {
            PasswordPage.send(verdict, exchange.site, exchange.request, exchange.response);
            return;
        }
        files.send(page, answer, exchange.index, exchange.site, exchange.request, exchange.response);
    }

    /** Leads to another address; the visitor's query is added unless the address is complete. */
    private static void redirect(int status, String address, boolean withQuery, Exchange exchange) {
        String query = withQuery ? exchange.visit.query() : "";
        exchange.response
                .status(Status.create(status))
                .header(HeaderValues.create(HeaderNames.LOCATION, query.isEmpty() ? address : address + "?" + query))
                .header(exchange.guarded ? Answer.GUARDED : CachePolicy.REVALIDATE.header())
                .header(SecurityHeaders.NO_SNIFF)
                .header(SecurityHeaders.REFERRER)
                .send();
    }
}
