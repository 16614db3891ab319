/**
 * Proofs that need a second process: the real program runs as a child, loses its life, its disk or its right to write, and the
 * tests, which know what was acknowledged, look at what is left.
 */
@NullMarked
package dev.fazt.host.proof;

import org.jspecify.annotations.NullMarked;
