package dev.fazt.api.storage;

/**
 * Is a unit of work on the data.
 *
 * <p>It must have no effect outside the database, since its changes may still be rolled back, and since it may be run again when
 * another unit took their common transaction with it: effects go into {@link Sql#afterCommit}. It should take microseconds: no
 * network, no waiting, no parsing that could be done before. Change many rows in units of some hundred.
 */
@FunctionalInterface
public interface Work<T> {
    T run(Sql sql) throws Exception;
}
