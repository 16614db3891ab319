package dev.fazt.plugin.forms;

import dev.fazt.api.Fault;
import dev.fazt.api.FaztException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Holds back an address that sends to a form too often: a token bucket for each pair, with room for half a minute's worth.
 * Addresses are held in memory only, and only the latest. Thread-safe.
 */
final class RateLimiter {
    private static final int MOST_BUCKETS = 10_000;

    private final Clock clock;
    private final Map<Key, Bucket> buckets = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Bucket> eldest) {
            return size() > MOST_BUCKETS;
        }
    };

    RateLimiter(Clock clock) {
        this.clock = clock;
    }

    private record Key(String site, String form, String network) {}

    private record Bucket(double tokens, long at) {}

    /**
     * Takes a token for one submission.
     *
     * @throws FaztException as 429 with the time until the next token, if there is none
     */
    void take(Form form, String address) {
        if (form.rateLimit() == 0) {
            return;
        }
        double perMilli = form.rateLimit() / 60_000.0;
        double room = Math.max(1, form.rateLimit() / 2);
        Key key = new Key(form.site().name(), form.name(), network(address));
        double missing;
        synchronized (buckets) {
            long now = clock.millis();
            Bucket bucket = buckets.getOrDefault(key, new Bucket(room, now));
            // The clock may be set back; then no time has passed.
            double tokens = Math.min(room, bucket.tokens + Math.max(0, now - bucket.at) * perMilli);
            missing = 1 - tokens;
            buckets.put(key, new Bucket(missing > 0 ? tokens : tokens - 1, now));
        }
        if (missing > 0) {
            Duration wait = Duration.ofSeconds((long) Math.ceil(missing / perMilli / 1_000));
            throw new FaztException(
                    new Fault.Busy(429, wait),
                    "too many submissions from your address: try again in %d seconds".formatted(wait.toSeconds()));
        }
    }

    /** Returns what one client is taken to be: an IPv4 address, or the /64 network of an IPv6 address. */
    private static String network(String address) {
        try {
            return InetAddress.ofLiteral(address) instanceof Inet6Address six
                    ? Arrays.toString(Arrays.copyOf(six.getAddress(), 8))
                    : address;
        } catch (IllegalArgumentException _) {
            // An address that a proxy writes in a form of its own still tells clients apart.
            return address;
        }
    }
}
