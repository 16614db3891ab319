package dev.fazt.gatling.figure;

/**
 * Is what a server's storage did in a run.
 *
 * @param queue the most writes that waited
 * @param batch units of work in a transaction, on average
 * @param walBytes the largest write-ahead log
 */
public record StorageUse(long queue, double batch, long walBytes) {}
