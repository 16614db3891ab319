package dev.fazt.plugin.sites.deploy;

import dev.fazt.api.FaztException;
import dev.fazt.api.Site;
import dev.fazt.api.Sites;
import dev.fazt.api.operation.Description;
import dev.fazt.api.operation.OperationCall;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Carries out the operations on deploys that are there. Thread-safe. */
public final class DeployHistory {
    private static final long KEPT = 10;
    private static final long MOST_KEPT = 1_000_000;

    private final Sites sites;
    private final DeployRecords records;
    private final Announcement announcement;
    private final Consumer<Site> pruned;

    /** Are the parameters of {@code sites.deploys}. */
    public record ListParameters(@Description("the name of the site") String site) {}

    /** Is one deploy in a list, with the address at which it is to be seen. */
    public record Listed(
            long number,
            String id,
            boolean live,
            boolean preview,
            Instant createdAt,
            String author,
            @Nullable String message,
            long files,
            long bytes,
            @Nullable Instant expiresAt,
            String url) {}

    /** Is the result of {@code sites.deploys}: the latest 500, newest first. */
    public record ListResult(List<Listed> deploys) {}

    /** Are the parameters of {@code sites.rollback}. */
    public record RollbackParameters(
            @Description("the name of the site") String site,
            @Description("the deploy to show; the one before the live one if left out") @Nullable Long number) {}

    /** Are the parameters of {@code sites.promote}. */
    public record PromoteParameters(
            @Description("the name of the site") String site, @Description("the deploy to show") long number) {}

    /** Are the parameters of {@code sites.prune}. */
    public record PruneParameters(
            @Description("the name of the site") String site,
            @Description("how many of the newest deploys to keep, 10 if left out; the live one is kept always") @Nullable Long keep) {}

    /** Are the parameters of {@code sites.diff}. */
    public record DiffParameters(
            @Description("the name of the site") String site,
            @Description("the deploy to compare with") long from,
            @Description("the deploy to compare") long to) {}

    /** Says what is live now. */
    public record LiveResult(String site, long number, String url) {}

    /**
     * Makes the operations.
     *
     * @param pruned told of a site some of whose deploys are gone
     */
    public DeployHistory(Sites sites, DeployRecords records, Announcement announcement, Consumer<Site> pruned) {
        this.sites = sites;
        this.records = records;
        this.announcement = announcement;
        this.pruned = pruned;
    }

    /** Lists deploys. */
    public ListResult list(ListParameters parameters, OperationCall call) {
        Site site = existing(parameters.site());
        return new ListResult(records.deploys(site).stream()
                .map(deploy -> new Listed(
                        deploy.number(),
                        deploy.id(),
                        deploy.live(),
                        deploy.preview(),
                        deploy.createdAt(),
                        deploy.author(),
                        deploy.message(),
                        deploy.files(),
                        deploy.bytes(),
                        deploy.expiresAt(),
                        announcement.previewUrl(site, deploy.number())))
                .toList());
    }

    /** Shows an earlier deploy again, or a later one. */
    public LiveResult rollBack(RollbackParameters parameters, OperationCall call) {
        Site site = existing(parameters.site());
        return announced(site, records.rollBack(site, parameters.number()));
    }

    /** Makes a deploy live, also one that was a preview. */
    public LiveResult promote(PromoteParameters parameters, OperationCall call) {
        Site site = existing(parameters.site());
        records.promote(site, parameters.number());
        return announced(site, parameters.number());
    }

    /** Removes old deploys. */
    public Pruning prune(PruneParameters parameters, OperationCall call) {
        Site site = existing(parameters.site());
        Long keep = parameters.keep();
        if (keep != null && (keep < 1 || keep > MOST_KEPT)) {
            throw FaztException.invalid("keep", "%d is not a number of deploys to keep: use 1 to %d".formatted(keep, MOST_KEPT));
        }
        Pruning pruning = records.prune(site, keep == null ? KEPT : keep, call.dryRun());
        if (!call.dryRun() && !pruning.removed().isEmpty()) {
            pruned.accept(site);
        }
        return pruning;
    }

    /** Compares two deploys. */
    public DeployDiff diff(DiffParameters parameters, OperationCall call) {
        return records.diff(existing(parameters.site()), parameters.from(), parameters.to());
    }

    private LiveResult announced(Site site, long number) {
        announcement.live(site, number);
        return new LiveResult(site.name(), number, announcement.url(site));
    }

    private Site existing(String name) {
        return sites.find(name)
                .orElseThrow(() -> FaztException.notFound("there is no site '%s'".formatted(new Site(name).name())));
    }
}
