package dev.fazt.host.plugin;

import dev.fazt.api.event.Event;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Delivers events on the publisher's thread. Thread-safe. */
public final class EventBus {
    private static final Logger LOG = LoggerFactory.getLogger(EventBus.class);

    private final ConcurrentHashMap<Class<?>, List<Subscription>> subscriptions = new ConcurrentHashMap<>();

    private record Subscription(String plugin, Consumer<Event> consumer) {}

    /** Subscribes until the returned handle is closed. */
    <E extends Event> AutoCloseable subscribe(String plugin, Class<E> type, Consumer<E> consumer) {
        Subscription subscription = new Subscription(plugin, event -> consumer.accept(type.cast(event)));
        List<Subscription> all = subscriptions.computeIfAbsent(type, key -> new CopyOnWriteArrayList<>());
        all.add(subscription);
        return () -> all.remove(subscription);
    }

    /** Delivers an event to all who subscribed to its class. What a consumer throws is logged. */
    public void publish(Event event) {
        for (Subscription subscription : subscriptions.getOrDefault(event.getClass(), List.of())) {
            try {
                subscription.consumer.accept(event);
            } catch (Throwable e) {
                LOG.error("plugin '{}' failed on {}", subscription.plugin, event.getClass().getSimpleName(), e);
            }
        }
    }
}
