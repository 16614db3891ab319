package dev.fazt.gatling.figure;

/** Is what a request does. All but reads leave a row that can be counted afterwards. */
public enum Kind {
    READ,
    DOCUMENT,
    SUBMISSION,
    EVENT
}
