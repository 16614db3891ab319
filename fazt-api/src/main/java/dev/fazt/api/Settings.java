package dev.fazt.api;

import java.util.function.Consumer;

/**
 * Is what the owner can set of a plugin, while it runs: {@code fazt plugin config ID key=value}.
 *
 * <p>The components of the record are the keys: {@code String}, {@code int}, {@code long}, {@code double}, {@code boolean}, an enum, or
 * {@code Duration} (ISO 8601, such as {@code PT30S}), each with a {@link dev.fazt.api.operation.Description}; one with {@link Secret} is never shown.
 * The record's constructor refuses what can not be, with an {@link IllegalArgumentException} or a {@link FaztException}. Thread-safe.
 *
 * @param <S> the record
 */
public interface Settings<S extends Record> {

    /** Returns what holds now: what the owner has set, over the defaults. */
    S current();

    /**
     * Calls the listener after each change, with what holds from then on.
     *
     * @param listener called on a thread of the host, one change at a time. What it throws is shown to the owner; the change stays
     * @throws IllegalStateException after the plugin has started
     */
    void onChange(Consumer<S> listener);
}
