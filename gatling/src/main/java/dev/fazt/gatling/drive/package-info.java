/** What sends the requests: Gatling for all workloads with every answer checked, wrk for the top end, and nginx to compare with. */
@NullMarked
package dev.fazt.gatling.drive;

import org.jspecify.annotations.NullMarked;
