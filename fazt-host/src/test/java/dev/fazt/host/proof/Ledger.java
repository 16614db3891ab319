package dev.fazt.host.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Is the clients' memory of numbered writes: which were acknowledged, which were refused, and of which they do not know.
 * Thread-safe.
 */
final class Ledger {
    private final AtomicLong last = new AtomicLong();
    private final AtomicLong repeated = new AtomicLong();
    private final Set<Long> acknowledged = ConcurrentHashMap.newKeySet();
    private final Set<Long> refused = ConcurrentHashMap.newKeySet();
    private final Set<Long> everDoubted = ConcurrentHashMap.newKeySet();
    private final Queue<Long> doubtful = new ConcurrentLinkedQueue<>();

    /** Returns the next number to write: one whose fate is in doubt, or else a new one. */
    long next() {
        Long again = doubtful.poll();
        if (again == null) {
            return fresh();
        }
        repeated.incrementAndGet();
        return again;
    }

    /** Returns a number that was never written: 1 and up. */
    long fresh() {
        return last.incrementAndGet();
    }

    /** Notes that the write is promised to be there. */
    void acknowledged(long number) {
        acknowledged.add(number);
    }

    /** Notes that the write is promised not to be there. If an earlier one is in doubt, that promise is not about it. */
    void refused(long number) {
        if (everDoubted.contains(number)) {
            doubtful.add(number);
        } else {
            refused.add(number);
        }
    }

    /** Notes that the write may or may not be there: it is to be repeated. */
    void doubted(long number) {
        everDoubted.add(number);
        doubtful.add(number);
    }

    /** Tells whether a number waits to be written again. */
    boolean doubts() {
        return !doubtful.isEmpty();
    }

    /** Returns how many of the numbers in doubt are stored after all. */
    long doubtsAmong(Set<Long> stored) {
        return doubtful.stream().filter(stored::contains).count();
    }

    long acknowledged() {
        return acknowledged.size();
    }

    long refused() {
        return refused.size();
    }

    long repeated() {
        return repeated.get();
    }

    /** Compares with what is stored, by number and how often: no promise may be broken, in either direction. */
    void assertAgreesWith(Map<Long, Integer> stored) {
        Set<Long> missing = new TreeSet<>(acknowledged);
        missing.removeAll(stored.keySet());
        assertThat(missing).as("acknowledged, but missing").isEmpty();
        Set<Long> there = new TreeSet<>(refused);
        there.retainAll(stored.keySet());
        assertThat(there).as("refused, but there").isEmpty();
        assertThat(stored).as("numbers that are stored more than once").allSatisfy((number, count) ->
                assertThat(count).isEqualTo(1));
        assertThat(stored.keySet()).as("numbers that nobody wrote").allMatch(number -> number >= 0 && number <= last.get());
    }
}
