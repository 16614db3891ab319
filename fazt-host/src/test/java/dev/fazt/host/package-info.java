/** Tests of the host on real parts. */
@NullMarked
package dev.fazt.host;

import org.jspecify.annotations.NullMarked;
