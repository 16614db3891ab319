package dev.fazt.api.http;

import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.HttpService;

/** Mounts the HTTP services of a plugin. Each method may be called once, while the plugin starts. */
public interface Routes {

    /**
     * Mounts a service at {@code /_fazt/<plugin>/} of every site.
     *
     * <p>Anyone can reach it: the handlers decide what {@link SiteRequest#caller} may do. Each handler runs on a virtual thread;
     * a {@link dev.fazt.api.FaztException} that it throws becomes an RFC 9457 answer.
     */
    void onSites(HttpService service);

    /**
     * Serves the content of sites: every path of a site that does not start with {@code /_fazt/}.
     *
     * @throws IllegalStateException when the plugins are published, if another plugin does so already
     */
    void asContent(Handler handler);
}
