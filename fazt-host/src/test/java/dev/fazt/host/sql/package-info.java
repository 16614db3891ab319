/**
 * Keeps the SQL of plugins to what SQLite and PostgreSQL run alike. The rules are read from the words of a statement; the
 * statements are found in the jars as they are shipped.
 */
@NullMarked
package dev.fazt.host.sql;

import org.jspecify.annotations.NullMarked;
