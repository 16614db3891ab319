package dev.fazt.plugin.sites.access;

import dev.fazt.api.FaztException;
import dev.fazt.api.Site;
import dev.fazt.api.http.SiteRequest;
import dev.fazt.plugin.sites.path.SitePath;
import io.helidon.common.parameters.Parameters;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.SetCookie;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Takes passwords and links from visitors, and gives them cookies. Thread-safe. */
public final class AccessEndpoints implements HttpService {
    private static final Duration PASSWORD_LIFETIME = Duration.ofDays(30);
    private static final int ATTEMPTS_OF_ONE = 10;
    private static final int ATTEMPTS_ON_SITE = 200;
    private static final HeaderName PROTOCOL = HeaderNames.create("X-Forwarded-Proto");

    private final AccessStore store;
    private final Clock clock;
    private final AttemptLimit byAddress;
    private final AttemptLimit bySite;

    public AccessEndpoints(AccessStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
        this.byAddress = new AttemptLimit(clock, ATTEMPTS_OF_ONE);
        this.bySite = new AttemptLimit(clock, ATTEMPTS_ON_SITE);
    }

    @Override
    public void routing(HttpRules rules) {
        rules.post("/login", this::login).get("/share/{link}", this::share);
    }

    private void login(ServerRequest request, ServerResponse response) {
        SiteRequest site = ownHost(request);
        Parameters form = request.content().as(Parameters.class);
        String to = local(form.first("to").orElse("/"));
        Protection protection = store.of(site.site());
        Password password = protection.password();
        if (password == null) {
            lead(to, response);
            return;
        }
        String visitor = site.site().name() + " " + site.address();
        byAddress.count(visitor);
        bySite.count(site.site().name());
        if (!password.matches(form.first("password").orElse(""))) {
            PasswordPage.again(to, request, response);
            return;
        }
        byAddress.clear(visitor);
        give(Grant.Kind.PASSWORD, site.site(), protection.version(), clock.instant().plus(PASSWORD_LIFETIME), request, response);
        lead(to, response);
    }

    private void share(ServerRequest request, ServerResponse response) {
        SiteRequest site = ownHost(request);
        String link = request.path().pathParameters().get("link");
        int dot = link.indexOf('.');
        Optional<ShareLink> found = dot < 0
                ? Optional.empty()
                : store.find(site.site(), link.substring(0, dot), ShareSecret.hash(link.substring(dot + 1)));
        Instant now = clock.instant();
        if (found.isEmpty() || !now.isBefore(found.get().expiresAt())) {
            PasswordPage.ended(request, response);
            return;
        }
        give(Grant.Kind.LINK, site.site(), found.get().id(), found.get().expiresAt(), request, response);
        lead(SitePath.encode(found.get().path()), response);
    }

    private static SiteRequest ownHost(ServerRequest request) {
        SiteRequest site = SiteRequest.of(request);
        if (!site.basePath().isEmpty()) {
            throw FaztException.forbidden("passwords and links work on a host name of the site's own alone");
        }
        return site;
    }

    /** Returns where to go after: within the site, whatever was sent. */
    private static String local(String to) {
        boolean plain = to.length() <= 4_096
                && to.startsWith("/")
                && !to.startsWith("//")
                && to.chars().allMatch(c -> c > 0x20 && c < 0x7f && c != '\\');
        return plain ? to : "/";
    }

    private void give(
            Grant.Kind kind, Site site, String reference, Instant end, ServerRequest request, ServerResponse response) {
        boolean secure = request.isSecure()
                || (request.headers().contains(PROTOCOL)
                        && request.headers().get(PROTOCOL).values().startsWith("https"));
        response.headers()
                .addCookie(SetCookie.builder(kind.cookie(), new Grant(kind, site, reference, end).sign(store.key()))
                        .path("/")
                        .httpOnly(true)
                        .secure(secure)
                        .sameSite(SetCookie.SameSite.LAX)
                        .maxAge(Duration.between(clock.instant(), end))
                        .build());
    }

    private static void lead(String to, ServerResponse response) {
        response.status(Status.SEE_OTHER_303)
                .header(HeaderValues.create(HeaderNames.LOCATION, to))
                .header(HeaderNames.CACHE_CONTROL, "no-store")
                .header(HeaderNames.create("Referrer-Policy"), "no-referrer")
                .send();
    }
}
