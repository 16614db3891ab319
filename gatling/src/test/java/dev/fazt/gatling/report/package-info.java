/** Tests of what the lab computes. */
@NullMarked
package dev.fazt.gatling.report;

import org.jspecify.annotations.NullMarked;
