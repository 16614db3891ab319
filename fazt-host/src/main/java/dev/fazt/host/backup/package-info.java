/**
 * Copies of the data file: made while a server writes, verified before they count, kept for as long as the owner wants, and put
 * back. Nothing here writes to a data file that a server holds.
 */
@NullMarked
package dev.fazt.host.backup;

import org.jspecify.annotations.NullMarked;
