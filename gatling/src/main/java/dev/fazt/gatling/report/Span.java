package dev.fazt.gatling.report;

/** Is a part of the time that a picture shows, in epoch milliseconds, with what was done in it. */
record Span(String label, long begin, long end) {}
