package dev.fazt.plugin.sites.deploy;

import dev.fazt.api.Caller;
import dev.fazt.api.FaztException;
import dev.fazt.api.Site;
import dev.fazt.api.operation.Description;
import dev.fazt.api.operation.OperationCall;
import dev.fazt.api.storage.Storage;
import dev.fazt.plugin.sites.archive.ArchiveLimits;
import dev.fazt.plugin.sites.content.ContentReader;
import dev.fazt.plugin.sites.content.Encoding;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Takes in deploys. Thread-safe.
 *
 * <p>An archive is received into a temporary file and checked whole. Its new contents are stored in small units of work, then the
 * tree is listed in such units; one last unit records the deploy and makes it live. Whatever happens before that, visitors see the
 * old deploy, and the sweep removes what was stored in vain.
 */
public final class Deploys {
    private static final int ATTEMPTS = 3;

    private final ContentReader contents;
    private final TreeStore trees;
    private final DeployRecords records;
    private final ArchiveIntake intake;
    private final Announcement announcement;
    private final Clock clock;
    private final JsonMapper json;
    private final DeployCheck check;

    /** Are the parameters of {@code sites.deploy} and {@code sites.publish}. */
    public record DeployParameters(
            @Description("the name of the site; it is made if it is not there") String site,
            @Description("a line about what changed") @Nullable String message,
            @Description("show it only at an address of its own") @Nullable Boolean preview,
            @Description("after which time a preview goes by itself, such as 12h or 7d") @Nullable String expires) {}

    /** Is the result of {@code sites.deploy}. */
    public record DeployResult(
            String site, long number, String id, boolean preview, long files, long bytes, String url) {}

    /**
     * Is the result of {@code sites.publish}: one of the two.
     *
     * @param missing paths of files whose contents are to be sent first, one for each content; nothing was deployed
     */
    public record PublishResult(@Nullable DeployResult deploy, List<String> missing) {}

    /** Are the parameters of {@code sites.store}. */
    public record StoreParameters(
            @Description("the site that they are for; any if left out") @Nullable String site) {}

    /** Is the result of {@code sites.store}. */
    public record StoreResult(long files, long bytes) {}

    public Deploys(
            Storage storage,
            DeployRecords records,
            DeployGate gate,
            Announcement announcement,
            Clock clock,
            JsonMapper json,
            Supplier<UploadLimits> limits,
            DeployCheck check) {
        this.contents = new ContentReader(storage);
        this.trees = new TreeStore(storage, clock);
        this.records = records;
        this.announcement = announcement;
        this.clock = clock;
        this.json = json;
        this.check = check;
        this.intake = new ArchiveIntake(storage, clock, trees, gate, check, limits);
    }

    /** Deploys an archive. */
    public DeployResult deploy(DeployParameters parameters, OperationCall call) throws Exception {
        Intent intent = intent(parameters, call.caller());
        return intake.take(intent.site().name(), call, tree -> {
            call.progress().report("publishing", tree.files().size(), tree.files().size());
            return publish(intent, tree);
        });
    }

    /** Stores the files of an archive for a deploy to come, which lists them. */
    public StoreResult store(StoreParameters parameters, OperationCall call) throws Exception {
        String site = parameters.site();
        return intake.take(
                site == null ? "" : new Site(site).name(),
                call,
                tree -> new StoreResult(tree.files().size(), tree.bytes()));
    }

    /** Deploys a list of files whose contents are stored, or tells which are not. */
    public PublishResult publish(DeployParameters parameters, OperationCall call) throws Exception {
        Intent intent = intent(parameters, call.caller());
        List<TreeFile> listed = Manifest.read(call.body(), json, ArchiveLimits.DEFAULT);
        Tree tree = Tree.of(check.kept(listed, this::stored));
        List<TreeFile> missing = trees.missing(tree.files());
        return missing.isEmpty()
                ? new PublishResult(publish(intent, tree), List.of())
                : new PublishResult(null, missing.stream().map(TreeFile::path).toList());
    }

    private Intent intent(DeployParameters parameters, Caller caller) {
        return Intent.of(parameters, caller.name(), clock.instant());
    }

    private Optional<byte[]> stored(TreeFile file) {
        return trees.missing(List.of(file)).isEmpty()
                ? Optional.of(contents.read(file.hash(), Encoding.IDENTITY, (int) file.bytes()))
                : Optional.empty();
    }

    private DeployResult publish(Intent intent, Tree tree) {
        check.check(tree.files());
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            OptionalLong number = trees.stage(tree) ? records.publish(intent, tree) : OptionalLong.empty();
            if (number.isPresent()) {
                return announce(intent, tree, number.getAsLong());
            }
        }
        throw FaztException.conflict("contents of the deploy were swept while it was made: repeat it");
    }

    private DeployResult announce(Intent intent, Tree tree, long number) {
        if (!intent.preview()) {
            announcement.live(intent.site(), number);
        }
        return new DeployResult(
                intent.site().name(),
                number,
                DeployRecords.shortId(tree.id()),
                intent.preview(),
                tree.files().size(),
                tree.bytes(),
                intent.preview() ? announcement.previewUrl(intent.site(), number) : announcement.url(intent.site()));
    }
}
