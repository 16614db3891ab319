package dev.fazt.gatling.figure;

/**
 * Is one second of a run.
 *
 * @param at when it began, in epoch milliseconds
 * @param answers how many came within it
 */
public record Second(long at, long answers, Percentiles latency) {}
