/**
 * What every plugin meets first: its entry point, what it is given, who is calling, and how it says that something went
 * wrong. Nothing here knows JDBC or the plugin loader, so both can change without a plugin noticing.
 */
@NullMarked
package dev.fazt.api;

import org.jspecify.annotations.NullMarked;
