/** Tells what users do with the bundled plugins, each over real HTTP against a real server. */
@NullMarked
package dev.fazt.host.scenario;

import org.jspecify.annotations.NullMarked;
