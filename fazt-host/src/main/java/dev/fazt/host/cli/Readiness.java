package dev.fazt.host.cli;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;

/**
 * Asks a server over real HTTP whether it is ready.
 *
 * <p>By {@link HttpURLConnection}, because the process that starts a server asks too, and would keep the classes of the larger
 * client in its memory for good.
 */
final class Readiness {
    private Readiness() {}

    /** Tells whether the server at the address answers that it is ready, within two seconds. */
    static boolean probe(String base) {
        try {
            var connection = (HttpURLConnection) URI.create(base + "/readyz").toURL().openConnection(Proxy.NO_PROXY);
            connection.setConnectTimeout(2000);
            connection.setReadTimeout(2000);
            connection.setInstanceFollowRedirects(false);
            try {
                return connection.getResponseCode() == HttpURLConnection.HTTP_OK;
            } finally {
                connection.disconnect();
            }
        } catch (IOException e) {
            // Nobody listens, or not yet: that is the answer.
            return false;
        }
    }
}
