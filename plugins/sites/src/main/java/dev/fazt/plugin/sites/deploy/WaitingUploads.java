package dev.fazt.plugin.sites.deploy;

import dev.fazt.api.FaztException;
import dev.fazt.api.storage.Storage;
import dev.fazt.plugin.sites.content.ContentSweep;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;

/** Refuses uploads once too much waits for deploys that never came. Thread-safe. */
final class WaitingUploads {
    private static final String WAITING = "SELECT uploaded_for, SUM(bytes + COALESCE(gzip_bytes, 0) + COALESCE(brotli_bytes, 0)) AS bytes"
            + " FROM file_contents WHERE unlisted_since > 0 GROUP BY uploaded_for";
    private static final Duration PATIENCE = Duration.ofHours(1);

    private final Storage storage;
    private final Supplier<UploadLimits> limits;
    private final Map<String, Long> arriving = new HashMap<>();

    /**
     * Makes it.
     *
     * @param limits as they are now
     */
    WaitingUploads(Storage storage, Supplier<UploadLimits> limits) {
        this.storage = storage;
        this.limits = limits;
    }

    /**
     * Stores files, if there is room for them.
     *
     * @throws FaztException as {@link dev.fazt.api.Fault.Busy} if there is none; nothing was stored then
     */
    <T> T admit(String site, List<TreeFile> files, Callable<T> work) throws Exception {
        long bytes = files.stream().mapToLong(TreeFile::bytes).sum();
        if (bytes == 0) {
            return work.call();
        }
        reserve(site, bytes);
        try {
            return work.call();
        } finally {
            release(site, bytes);
        }
    }

    /** Counts what is being stored as if it were there, so that two at a time do not both take the last room. */
    private synchronized void reserve(String site, long bytes) {
        Map<String, Long> waiting = new HashMap<>(arriving);
        storage.read(sql -> sql.query(WAITING, row -> Map.entry(row.text("uploaded_for"), row.integer("bytes"))))
                .forEach(each -> waiting.merge(each.getKey(), each.getValue(), Long::sum));
        long all = waiting.values().stream().mapToLong(Long::longValue).sum();
        UploadLimits most = limits.get();
        refuseOver(most.siteUploads(), waiting.getOrDefault(site, 0L) + bytes, site.isEmpty() ? "no site" : "site '" + site + "'");
        refuseOver(most.uploads(), all + bytes, "all sites");
        arriving.merge(site, bytes, Long::sum);
    }

    private static void refuseOver(long most, long bytes, String whose) {
        if (bytes > most << 20) {
            throw FaztException.busy(
                    ("files for %s that no deploy lists would take %,d MiB, and at most %,d MiB are kept: finish or repeat those deploys,"
                                    + " or wait, since such files go %d hours after they were sent")
                            .formatted(whose, (bytes + (1 << 20) - 1) >> 20, most, ContentSweep.GRACE.toHours()),
                    PATIENCE);
        }
    }

    private synchronized void release(String site, long bytes) {
        arriving.computeIfPresent(site, (name, before) -> before == bytes ? null : before - bytes);
    }
}
