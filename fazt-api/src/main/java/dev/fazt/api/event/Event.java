package dev.fazt.api.event;

/** Marks a record that can be published. Events of the host are in this package; their records are part of the contract. */
public interface Event {}
