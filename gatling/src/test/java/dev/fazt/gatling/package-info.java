/** Tests of the lab's own arithmetic. */
@NullMarked
package dev.fazt.gatling;

import org.jspecify.annotations.NullMarked;
