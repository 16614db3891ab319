package dev.fazt.plugin.sites.deploy;

import dev.fazt.api.operation.OperationCall;
import dev.fazt.api.operation.Progress;
import dev.fazt.api.storage.Storage;
import dev.fazt.plugin.sites.archive.ArchiveLimits;
import dev.fazt.plugin.sites.archive.SiteArchive;
import dev.fazt.plugin.sites.archive.UploadFile;
import dev.fazt.plugin.sites.content.ContentType;
import dev.fazt.plugin.sites.content.ContentWriter;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Takes in archives: each is received into a temporary file, checked whole, and its contents that are not there yet are stored in
 * small units of work. Thread-safe.
 */
final class ArchiveIntake {
    private static final ArchiveLimits LIMITS = ArchiveLimits.DEFAULT;

    private final Storage storage;
    private final Clock clock;
    private final TreeStore trees;
    private final DeployGate gate;
    private final DeployCheck check;
    private final WaitingUploads waiting;

    ArchiveIntake(
            Storage storage, Clock clock, TreeStore trees, DeployGate gate, DeployCheck check, Supplier<UploadLimits> limits) {
        this.storage = storage;
        this.clock = clock;
        this.trees = trees;
        this.gate = gate;
        this.check = check;
        this.waiting = new WaitingUploads(storage, limits);
    }

    /** Goes on once the files are stored, while the sweep is still kept out. */
    @FunctionalInterface
    interface Stored<T> {
        T then(Tree tree) throws Exception;
    }

    /**
     * Takes in the archive of a call.
     *
     * @param site for which it is; empty if that is not known yet
     */
    <T> T take(String site, OperationCall call, Stored<T> stored) throws Exception {
        try (UploadFile upload = UploadFile.receive(call.body(), LIMITS.siteBytes(), call.progress())) {
            return gate.deploy(() -> {
                try (SiteArchive archive = SiteArchive.open(upload.path(), LIMITS)) {
                    Tree tree = tree(archive);
                    List<TreeFile> missing = trees.missing(tree.files());
                    return waiting.admit(site, missing, () -> {
                        store(archive, missing, site, call.progress());
                        return stored.then(tree);
                    });
                }
            });
        }
    }

    private Tree tree(SiteArchive archive) throws IOException {
        List<TreeFile> files = archive.files().stream()
                .map(file -> new TreeFile(file.path(), file.hash(), file.bytes()))
                .toList();
        return Tree.of(check.kept(files, wanted -> {
            List<byte[]> found = new ArrayList<>(1);
            archive.read(file -> file.path().equals(wanted.path()), (file, content) -> found.add(content.readAllBytes()));
            return found.stream().findFirst();
        }));
    }

    private void store(SiteArchive archive, List<TreeFile> missing, String site, Progress progress) throws IOException {
        AtomicInteger stored = new AtomicInteger();
        Set<String> paths = new HashSet<>();
        missing.forEach(file -> paths.add(file.path()));
        try (ContentWriter writer = new ContentWriter(storage, clock, site)) {
            archive.read(
                    file -> paths.contains(file.path()),
                    (file, content) -> {
                        writer.write(file.hash(), file.bytes(), ContentType.of(file.path()), content);
                        progress.report("storing files", stored.incrementAndGet(), paths.size());
                    });
            writer.flush();
        }
    }
}
