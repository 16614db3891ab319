package dev.fazt.host.configuration;

/** Is what somebody wrote for a key, and where. */
public record Given(String text, Source source) {}
