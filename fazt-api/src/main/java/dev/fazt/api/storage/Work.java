package dev.fazt.api.storage;

/**
 * Is a unit of work on the data.
 *
 * <p>It must have no effect outside the database, since its changes may still be rolled back: effects go into {@link
 * Sql#afterCommit}. It should take microseconds: no network, no waiting, no parsing that could be done before.
 */
@FunctionalInterface
public interface Work<T> {
    T run(Sql sql) throws Exception;
}
