/** What was measured: the figures of one run of one workload, and how they are summed up over several runs. */
@NullMarked
package dev.fazt.gatling.figure;

import org.jspecify.annotations.NullMarked;
