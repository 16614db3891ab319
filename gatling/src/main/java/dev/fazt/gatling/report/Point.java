package dev.fazt.gatling.report;

/** Is one point of a line in a picture: a moment in epoch milliseconds, and a figure. */
record Point(long at, double value) {}
