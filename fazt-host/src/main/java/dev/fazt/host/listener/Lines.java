package dev.fazt.host.listener;

/**
 * Are the two lines in which requests wait for their turn: those that only read never wait for those that change something.
 * Thread-safe.
 */
record Lines(Turns reading, Turns changing) {

    Lines() {
        this(new Turns(), new Turns());
    }

    /** Returns the line for a request: POST, PUT, PATCH and DELETE begin with other letters than GET, HEAD and OPTIONS. */
    Turns forMethod(byte first) {
        return first == 'P' || first == 'D' ? changing : reading;
    }

    /** Begins a new round in both. Called by one thread at a time. */
    void nextRound() {
        reading.nextRound();
        changing.nextRound();
    }
}
