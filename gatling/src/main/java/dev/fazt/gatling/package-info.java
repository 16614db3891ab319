/**
 * The load lab: sets up a site on a running server over its public API, drives the four workloads with Gatling, and checks that
 * every write that was acknowledged is there.
 */
@NullMarked
package dev.fazt.gatling;

import org.jspecify.annotations.NullMarked;
