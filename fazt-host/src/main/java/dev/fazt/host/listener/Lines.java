package dev.fazt.host.listener;

import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Are the two lines in which requests wait for their turn: those that only read never wait for those that change something.
 * Thread-safe.
 */
final class Lines {
    private final AtomicInteger ends = new AtomicInteger();
    private final Semaphore room;
    private final Line reading;
    private final Line changing;

    /** Creates both, with room for so many requests in all that have begun and not ended. */
    Lines(int most) {
        this.room = new Semaphore(most);
        this.reading = new Line(room);
        this.changing = new Line(room);
    }

    /** Returns the line for a request: POST, PUT, PATCH and DELETE begin with other letters than GET, HEAD and OPTIONS. */
    Line forMethod(byte first) {
        return first == 'P' || first == 'D' ? changing : reading;
    }

    /** Makes room for another request, since one has ended. */
    void ended() {
        room.release();
        // Whoever is called first gets what there is: in turn.
        boolean readingFirst = ends.incrementAndGet() % 2 == 0;
        (readingFirst ? reading : changing).callNext();
        (readingFirst ? changing : reading).callNext();
    }

    /** Begins a new round in both. Called by one thread at a time. */
    void nextRound() {
        reading.nextRound();
        changing.nextRound();
    }
}
