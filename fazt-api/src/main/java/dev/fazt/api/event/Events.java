package dev.fazt.api.event;

import java.util.function.Consumer;

/** Publishes events and delivers them. Thread-safe. */
public interface Events {

    /**
     * Calls the consumer for each event of a type, until the plugin stops.
     *
     * @param consumer called on the publisher's thread, by many threads at once: it must be quick, and may block only to hold
     *     the publisher back. What it throws is logged, and reaches neither the publisher nor other consumers
     * @throws IllegalStateException after the plugin has started
     */
    <E extends Event> void subscribe(Class<E> type, Consumer<E> consumer);

    /** Delivers an event to all who subscribed to its class, on this thread. */
    void publish(Event event);
}
