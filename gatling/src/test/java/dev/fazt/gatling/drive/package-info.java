/** Tests of what the lab computes. */
@NullMarked
package dev.fazt.gatling.drive;

import org.jspecify.annotations.NullMarked;
