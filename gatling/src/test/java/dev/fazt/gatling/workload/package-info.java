/** Tests of what the lab computes. */
@NullMarked
package dev.fazt.gatling.workload;

import org.jspecify.annotations.NullMarked;
