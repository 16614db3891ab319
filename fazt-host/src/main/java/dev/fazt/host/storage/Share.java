package dev.fazt.host.storage;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Has a share of the writer's time: a lane, or a group of shares that divide theirs among themselves.
 *
 * <p>Turns are given by deficit round robin (Shreedhar and Varghese, 1995), with the time on the writer as the cost: each
 * turn adds a quantum, each unit of work takes away the time that it used, and who has used up its credit waits for the next
 * round. A share in a burst, or one with heavy units, therefore delays another by a quantum per round, whatever its length.
 *
 * <p>Any thread may announce; polling and charging belong to the writer.
 */
abstract sealed class Share permits WriteLane, ShareGroup {
    static final long QUANTUM_NANOS = Duration.ofMillis(1).toNanos();
    /** Bounds how long a share pays for one heavy unit: its turns come back after so many rounds. */
    private static final long LARGEST_DEBT_NANOS = 100 * QUANTUM_NANOS;

    private final @Nullable ShareGroup parent;
    private final AtomicBoolean listed = new AtomicBoolean();
    private long credit;

    Share(@Nullable ShareGroup parent) {
        this.parent = parent;
    }

    /** Takes the next unit of work; null if none waits. */
    abstract @Nullable WorkUnit<?> poll();

    abstract boolean isEmpty();

    /** Says that there is work: the share takes its place in the round if it has none. */
    final void announce() {
        if (parent != null && !listed.get() && listed.compareAndSet(false, true)) {
            parent.enter(this);
        }
    }

    /** Begins a turn; false if the share still owes time from earlier ones. */
    final boolean beginTurn() {
        credit = Math.min(credit + QUANTUM_NANOS, QUANTUM_NANOS);
        return credit > 0;
    }

    /** Gives up the place in the round for want of work. Debts stay, savings do not. */
    final void leave() {
        credit = Math.min(credit, 0);
        listed.set(false);
        // Work that was put after the last look saw the share still listed, and announced nothing.
        if (!isEmpty()) {
            announce();
        } else {
            departed();
        }
    }

    /** Says that this share, or one in it, has run out of work. */
    void departed() {
        if (parent != null) {
            parent.departed();
        }
    }

    /** Takes the time that a unit of work used from this share and from all that it is part of. */
    final void charge(long nanos) {
        credit = Math.max(credit - nanos, -LARGEST_DEBT_NANOS);
        if (parent != null) {
            if (credit <= 0) {
                parent.endTurn(this);
            }
            parent.charge(nanos);
        }
    }
}
