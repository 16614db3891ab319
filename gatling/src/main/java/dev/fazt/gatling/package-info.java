/**
 * The load lab: starts a fresh server, drives workloads against it, looks at what that costs, and checks that every write that
 * was acknowledged is there.
 */
@NullMarked
package dev.fazt.gatling;

import org.jspecify.annotations.NullMarked;
