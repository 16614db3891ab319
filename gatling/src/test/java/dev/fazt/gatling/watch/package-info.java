/** Tests of what the lab computes. */
@NullMarked
package dev.fazt.gatling.watch;

import org.jspecify.annotations.NullMarked;
