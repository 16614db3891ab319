package dev.fazt.plugin.sites.deploy;

import dev.fazt.api.FaztException;
import dev.fazt.api.operation.Description;

/**
 * Bounds what was sent and waits for a deploy, which is all that a program leaves behind that sends without ever deploying.
 *
 * @param siteUploads for one site
 * @param uploads for all sites
 */
public record UploadLimits(
        @Description("how many MiB of files that no deploy lists yet are kept for a site") long siteUploads,
        @Description("how many MiB of files that no deploy lists yet are kept in all") long uploads) {

    /** Are room for the largest site twice, and for several at a time. */
    public static final UploadLimits DEFAULT = new UploadLimits(2_048, 8_192);

    private static final long MOST = 1 << 20;

    public UploadLimits {
        if (siteUploads < 1 || uploads < siteUploads || uploads > MOST) {
            throw FaztException.invalid(
                    "uploads", "siteUploads is at least 1, uploads at least siteUploads and at most %d (MiB)".formatted(MOST));
        }
    }
}
