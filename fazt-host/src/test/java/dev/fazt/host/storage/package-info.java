/** Tests of the storage engine on a real file. */
@NullMarked
package dev.fazt.host.storage;

import org.jspecify.annotations.NullMarked;
