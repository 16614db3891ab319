package dev.fazt.plugin.sites.access;

import dev.fazt.api.FaztException;
import dev.fazt.api.PluginContext;
import dev.fazt.api.Site;
import dev.fazt.api.Sites;
import dev.fazt.api.operation.Description;
import dev.fazt.api.operation.Operation;
import dev.fazt.api.operation.OperationCall;
import dev.fazt.api.operation.Scope;
import dev.fazt.plugin.sites.path.SitePath;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Carries out the operations on passwords and links. Thread-safe. */
public final class AccessOperations {
    private static final int DEFAULT_DAYS = 7;
    private static final int MOST_DAYS = 365;
    private static final int MOST_LINKS = 500;
    private static final int ID_BYTES = 6;
    private static final int SECRET_BYTES = 18;
    private static final int PASSWORD_BYTES = 12;

    private final AccessStore store;
    private final Sites sites;
    private final Clock clock;

    private AccessOperations(AccessStore store, Sites sites, Clock clock) {
        this.store = store;
        this.sites = sites;
        this.clock = clock;
    }

    record ProtectParameters(
            @Description("the name of the site") String site,
            @Description("8 characters or more; one is made up and shown once if it is left out") @Nullable String password,
            @Description("ask for it on previews alone") @Nullable Boolean previewsOnly) {}

    record ProtectResult(String site, boolean previewsOnly, @Nullable String password) {}

    record SiteParameters(@Description("the name of the site") String site) {}

    record SiteResult(String site) {}

    record ShareParameters(
            @Description("the name of the site") String site,
            @Description("what to open, such as /private/report/; the whole site but its private folder if left out")
                    @Nullable String path,
            @Description("after how many days the link ends; 7 if left out") @Nullable Integer expiresInDays) {}

    record ShareResult(String site, String id, String path, Instant expiresAt, String url) {}

    record LinkList(List<ShareLink> links) {}

    record LinkParameters(
            @Description("the name of the site") String site, @Description("the id that 'site links' shows") String id) {}

    /** Declares the operations. */
    public static void declare(PluginContext context, AccessStore store) {
        AccessOperations operations = new AccessOperations(store, context.sites(), context.clock());
        context.operation(Operation.write(
                "sites.protect", "Ask visitors of a site for a password", ProtectParameters.class, ProtectResult.class, operations::protect)
                .withScope(new Scope("site:protect"))
                .on("site"));
        context.operation(Operation.write(
                "sites.unprotect", "Ask visitors of a site for no password any more", SiteParameters.class, SiteResult.class, operations::unprotect)
                .withScope(new Scope("site:unprotect"))
                .on("site"));
        context.operation(Operation.write(
                "sites.share", "Make a link that opens a site, or a part of it, for a while", ShareParameters.class, ShareResult.class, operations::share)
                .withScope(new Scope("site:share"))
                .on("site"));
        context.operation(Operation.read(
                "sites.links", "List the links that open a site", SiteParameters.class, LinkList.class, operations::links)
                .withScope(new Scope("site:read"))
                .on("site"));
        context.operation(Operation.write(
                "sites.unshare", "End a link at once", LinkParameters.class, SiteResult.class, operations::unshare)
                .withScope(new Scope("site:unshare"))
                .on("site"));
    }

    private ProtectResult protect(ProtectParameters parameters, OperationCall call) {
        Site site = existing(parameters.site());
        String given = parameters.password();
        String password = given == null ? ShareSecret.random(PASSWORD_BYTES) : given;
        boolean previewsOnly = Boolean.TRUE.equals(parameters.previewsOnly());
        store.protect(site, Password.of(password), previewsOnly);
        return new ProtectResult(site.name(), previewsOnly, given == null ? password : null);
    }

    private SiteResult unprotect(SiteParameters parameters, OperationCall call) {
        Site site = existing(parameters.site());
        store.unprotect(site);
        return new SiteResult(site.name());
    }

    private ShareResult share(ShareParameters parameters, OperationCall call) {
        Site site = existing(parameters.site());
        String path = parameters.path() == null ? "/" : path(parameters.path());
        Integer days = parameters.expiresInDays();
        if (days != null && (days < 1 || days > MOST_DAYS)) {
            throw FaztException.invalid("expiresInDays", "a link lives 1 to %d days, not %d".formatted(MOST_DAYS, days));
        }
        Instant now = clock.instant();
        if (current(site, now).size() >= MOST_LINKS) {
            throw FaztException.conflict("site '%s' has %d links: end some with 'site unshare'".formatted(site.name(), MOST_LINKS));
        }
        String id = ShareSecret.random(ID_BYTES);
        String secret = ShareSecret.random(SECRET_BYTES);
        ShareLink link = new ShareLink(id, path, now, now.plus(Duration.ofDays(days == null ? DEFAULT_DAYS : days)));
        store.add(site, link, ShareSecret.hash(secret), now);
        return new ShareResult(
                site.name(), id, path, link.expiresAt(), sites.url(site) + "/_fazt/sites/share/" + id + "." + secret);
    }

    private static String path(String written) {
        return SitePath.decodeWritten(written)
                .orElseThrow(() -> FaztException.invalid(
                        "path", "'%s' is not a path: write it like '/private/report/'".formatted(written)));
    }

    private LinkList links(SiteParameters parameters, OperationCall call) {
        return new LinkList(current(existing(parameters.site()), clock.instant()));
    }

    private List<ShareLink> current(Site site, Instant now) {
        return store.of(site).links().values().stream()
                .filter(link -> now.isBefore(link.expiresAt()))
                .sorted(Comparator.comparing(ShareLink::createdAt).reversed())
                .toList();
    }

    private SiteResult unshare(LinkParameters parameters, OperationCall call) {
        Site site = existing(parameters.site());
        if (!store.of(site).links().containsKey(parameters.id())) {
            throw FaztException.notFound("site '%s' has no such link: 'site links' shows them".formatted(site.name()));
        }
        store.remove(site, parameters.id());
        return new SiteResult(site.name());
    }

    private Site existing(String name) {
        return sites.find(name)
                .orElseThrow(() -> FaztException.notFound("there is no site '%s'".formatted(new Site(name).name())));
    }
}
