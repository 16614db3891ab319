/** Tests of what the lab computes. */
@NullMarked
package dev.fazt.gatling.figure;

import org.jspecify.annotations.NullMarked;
