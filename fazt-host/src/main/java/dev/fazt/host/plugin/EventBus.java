package dev.fazt.host.plugin;

import dev.fazt.api.event.Event;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
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
        subscriptions.merge(type, List.of(subscription), EventBus::both);
        return () -> subscriptions.computeIfPresent(type, (key, all) -> without(subscription, all));
    }

    private static List<Subscription> both(List<Subscription> some, List<Subscription> more) {
        return Stream.concat(some.stream(), more.stream()).toList();
    }

    /** Forgets the type with its last subscriber: it may be a class of a plugin, which is to be given back. */
    private static @Nullable List<Subscription> without(Subscription subscription, List<Subscription> all) {
        List<Subscription> left = all.stream().filter(other -> !other.equals(subscription)).toList();
        return left.isEmpty() ? null : left;
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
