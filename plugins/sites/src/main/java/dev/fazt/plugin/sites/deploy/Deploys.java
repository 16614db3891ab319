package dev.fazt.plugin.sites.deploy;

import dev.fazt.api.FaztException;
import dev.fazt.api.Site;
import dev.fazt.api.Sites;
import dev.fazt.api.operation.Description;
import dev.fazt.api.operation.OperationCall;
import dev.fazt.api.storage.Storage;
import dev.fazt.plugin.sites.archive.ArchiveFile;
import dev.fazt.plugin.sites.archive.ArchiveLimits;
import dev.fazt.plugin.sites.archive.SiteArchive;
import dev.fazt.plugin.sites.archive.UploadFile;
import dev.fazt.plugin.sites.content.ContentType;
import dev.fazt.plugin.sites.content.ContentWriter;
import dev.fazt.plugin.sites.rules.SiteRules;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ObjLongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Carries out the operations on deploys. Thread-safe.
 *
 * <p>A deploy is received into a temporary file, checked whole, its new contents stored in small units of work, and only then
 * recorded and made live by one unit: whatever happens before that, visitors see the old deploy.
 */
public final class Deploys {
    private static final int LONGEST_MESSAGE = 500;

    private final Sites sites;
    private final Storage storage;
    private final DeployStore store;
    private final DeployGate gate;
    private final ObjLongConsumer<Site> live;

    /** Are the parameters of {@code sites.deploy}. */
    public record DeployParameters(
            @Description("the name of the site; it is created if it is not there") String site,
            @Description("a line about what changed") @Nullable String message) {}

    /** Is the result of {@code sites.deploy}. */
    public record DeployResult(String site, long number, long files, long bytes, String url) {}

    /** Are the parameters of {@code sites.deploys}. */
    public record ListParameters(@Description("the name of the site") String site) {}

    /** Is the result of {@code sites.deploys}: the latest 500, newest first. */
    public record ListResult(List<Deploy> deploys) {}

    /** Are the parameters of {@code sites.rollback}. */
    public record RollbackParameters(
            @Description("the name of the site") String site,
            @Description("the deploy to show; the one before the live one if left out") @Nullable Long number) {}

    /** Is the result of {@code sites.rollback}. */
    public record RollbackResult(String site, long number, String url) {}

    /**
     * Makes the operations.
     *
     * @param live told the site and the number of a deploy once it is live
     */
    public Deploys(Sites sites, Storage storage, DeployStore store, DeployGate gate, ObjLongConsumer<Site> live) {
        this.sites = sites;
        this.storage = storage;
        this.store = store;
        this.gate = gate;
        this.live = live;
    }

    /** Takes in a zip archive as the new deploy of a site. */
    public DeployResult deploy(DeployParameters parameters, OperationCall call) throws Exception {
        Site site = new Site(parameters.site());
        String message = parameters.message();
        if (message != null && message.length() > LONGEST_MESSAGE) {
            throw FaztException.invalid(
                    "message", "the message is longer than %d characters: shorten it".formatted(LONGEST_MESSAGE));
        }
        ArchiveLimits limits = ArchiveLimits.DEFAULT;
        try (UploadFile upload = UploadFile.receive(call.body(), limits.siteBytes())) {
            return gate.deploy(() -> {
                try (SiteArchive archive = SiteArchive.open(upload.path(), limits)) {
                    checkRules(archive);
                    sites.create(site);
                    storeContents(archive);
                    return publish(site, call.caller().name(), message, archive.files());
                }
            });
        }
    }

    /** Refuses a deploy whose instructions can not be understood. */
    private static void checkRules(SiteArchive archive) throws IOException {
        Map<String, byte[]> instructions = new HashMap<>();
        Set<String> paths = new HashSet<>();
        for (ArchiveFile file : archive.files()) {
            paths.add(file.path());
            if (SiteRules.FILES.contains(file.path())) {
                try (InputStream content = archive.open(file)) {
                    instructions.put(file.path(), content.readNBytes(SiteRules.MOST_BYTES + 1));
                }
            }
        }
        SiteRules.check(instructions, paths);
    }

    private DeployResult publish(Site site, String author, @Nullable String message, List<ArchiveFile> files) {
        long number = store.publish(site, author, message, files);
        live.accept(site, number);
        long bytes = files.stream().mapToLong(ArchiveFile::bytes).sum();
        return new DeployResult(site.name(), number, files.size(), bytes, sites.url(site));
    }

    private void storeContents(SiteArchive archive) throws IOException {
        Map<String, Boolean> stored =
                store.stored(archive.files().stream().map(ArchiveFile::hash).toList());
        ContentWriter writer = new ContentWriter(storage);
        Set<String> written = new HashSet<>();
        for (ArchiveFile file : archive.files()) {
            ContentType type = ContentType.of(file.path());
            Boolean compressionTried = stored.get(file.hash());
            boolean needed = ContentWriter.needed(
                    type, file.bytes(), compressionTried != null, Boolean.TRUE.equals(compressionTried));
            // The same bytes may be there as a.bin and a.txt: only the second asks for a compressed form.
            if (needed && written.add(file.hash() + type.compressible())) {
                try (InputStream content = archive.open(file)) {
                    writer.write(file.hash(), file.bytes(), type, content);
                }
            }
        }
        writer.flush();
    }

    /** Lists the deploys of a site. */
    public ListResult list(ListParameters parameters, OperationCall call) {
        return new ListResult(store.deploys(existing(parameters.site())));
    }

    /** Shows an earlier deploy again, or a later one. */
    public RollbackResult rollBack(RollbackParameters parameters, OperationCall call) {
        Site site = existing(parameters.site());
        long number = store.rollBack(site, parameters.number());
        live.accept(site, number);
        return new RollbackResult(site.name(), number, sites.url(site));
    }

    private Site existing(String name) {
        return sites.find(name)
                .orElseThrow(() -> FaztException.notFound("there is no site '%s'".formatted(new Site(name).name())));
    }
}
