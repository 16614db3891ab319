package dev.fazt.plugin.sites.deploy;

import dev.fazt.api.Site;
import dev.fazt.api.Sites;
import java.util.function.ObjLongConsumer;

/**
 * Tells where deploys are to be seen, and those who want to know that one is.
 *
 * @param listener told the site and the number of a deploy once it is live
 */
public record Announcement(Sites sites, ObjLongConsumer<Site> listener) {
    private static final int LONGEST_LABEL = 63;

    void live(Site site, long number) {
        listener.accept(site, number);
    }

    String url(Site site) {
        return sites.url(site);
    }

    /** Returns the address at which one deploy is to be seen, live or not. */
    String previewUrl(Site site, long number) {
        String url = sites.url(site);
        String below = "/~" + site.name();
        if (url.endsWith(below)) {
            return url + "@" + number;
        }
        String label = number + "--" + site.name();
        // A longer one can be no host (RFC 1035, 2.3.4); the control host shows the preview too.
        return label.length() > LONGEST_LABEL ? "" : url.replaceFirst("://" + site.name(), "://" + label);
    }
}
