package dev.fazt.api.storage;

/**
 * Binds a text as JSON, for columns that hold JSON: another engine than SQLite has a type of its own for them.
 *
 * @param text a JSON value, which is not checked
 */
public record Json(String text) {}
