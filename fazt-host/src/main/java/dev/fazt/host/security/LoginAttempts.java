package dev.fazt.host.security;

import dev.fazt.api.Fault;
import dev.fazt.api.FaztException;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Slows down guessing: after a few failed attempts from one network, further ones wait for the window to pass; and after many on
 * one account, whatever networks they come from, so do those of everybody but networks from which the owner came before. Who
 * guesses can not lock out the owner at home. Thread-safe.
 */
final class LoginAttempts {
    private static final int PER_NETWORK = 10;
    private static final int PER_ACCOUNT = 100;
    private static final Duration WINDOW = Duration.ofMinutes(1);
    private static final int NETWORKS = 10_000;
    private static final int FAMILIAR = 100;

    private final Clock clock;
    private final Map<String, Failures> networks = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Failures> eldest) {
            return size() > NETWORKS;
        }
    };
    private final Set<String> familiar = new LinkedHashSet<>();
    private Failures owner = new Failures(0, 0);
    private Failures others = new Failures(0, 0);

    private record Failures(int count, long since) {}

    LoginAttempts(Clock clock) {
        this.clock = clock;
    }

    /**
     * Counts an attempt before it is made, so that many at once are not all let through.
     *
     * @param account the name that is given; all that are not there are counted as one
     * @param address of the client
     * @throws FaztException 429 if there were too many
     */
    synchronized void begin(String account, String address) {
        String network = Network.of(address);
        Failures here = current(networks.get(network));
        Failures there = current(account.equals("owner") ? owner : others);
        if (here.count >= PER_NETWORK || (there.count >= PER_ACCOUNT && !familiar.contains(network))) {
            throw new FaztException(new Fault.Busy(429, WINDOW), "too many wrong passwords: try again in a minute");
        }
        networks.remove(network); // to become the youngest
        networks.put(network, new Failures(here.count + 1, here.since));
        count(account, new Failures(there.count + 1, there.since));
    }

    /** Takes back what was counted for an attempt that turned out right. */
    synchronized void succeeded(String account, String address) {
        String network = Network.of(address);
        networks.computeIfPresent(network, (key, known) -> new Failures(Math.max(0, known.count - 1), known.since));
        Failures there = current(account.equals("owner") ? owner : others);
        count(account, new Failures(Math.max(0, there.count - 1), there.since));
        familiar.remove(network);
        familiar.add(network);
        if (familiar.size() > FAMILIAR) {
            familiar.remove(familiar.iterator().next());
        }
    }

    private void count(String account, Failures failures) {
        if (account.equals("owner")) {
            owner = failures;
        } else {
            others = failures;
        }
    }

    /** A clock that jumps back must not lock anybody out for longer than the window. */
    private Failures current(@Nullable Failures known) {
        long now = clock.millis();
        return known == null || now < known.since || now - known.since >= WINDOW.toMillis() ? new Failures(0, now) : known;
    }
}
