package dev.fazt.host.storage;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/** Divides its time evenly among the shares in it that have work. */
final class ShareGroup extends Share {
    private final Queue<Share> round = new ConcurrentLinkedQueue<>();
    private @Nullable Share turn;
    private long departures;

    ShareGroup(@Nullable ShareGroup parent) {
        super(parent);
    }

    void enter(Share share) {
        round.add(share);
        announce();
    }

    @Override
    @Nullable WorkUnit<?> poll() {
        while (true) {
            Share share = turn == null ? nextTurn() : turn;
            if (share == null) {
                return null;
            }
            WorkUnit<?> unit = share.poll();
            turn = unit == null ? null : share;
            if (unit != null) {
                return unit;
            }
            share.leave();
        }
    }

    /** Who owes time goes to the end of the round; each round pays off a quantum, so the search ends. */
    private @Nullable Share nextTurn() {
        Share share = round.poll();
        while (share != null && !share.beginTurn()) {
            round.add(share);
            share = round.poll();
        }
        return share;
    }

    void endTurn(Share share) {
        if (turn == share) {
            turn = null;
            round.add(share);
        }
    }

    @Override
    void departed() {
        departures++;
        super.departed();
    }

    /** Returns how often a share in it has run out of work. */
    long departures() {
        return departures;
    }

    @Override
    boolean isEmpty() {
        return turn == null && round.isEmpty();
    }
}
