package dev.fazt.gatling.figure;

/**
 * Is what a server's process used in a run.
 *
 * @param cores processor cores on average
 * @param resident peak of the memory that is in use (Rss), in bytes
 * @param proportional peak of the same with shared pages counted by their share (Pss), in bytes
 * @param threads peak of the platform threads
 * @param descriptors peak of the open files and sockets
 */
public record ProcessUse(double cores, long resident, long proportional, int threads, int descriptors) {}
