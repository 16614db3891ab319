/** What users do: the mixes of reads and writes that the forerunner was measured with, and what visitors of a site do. */
@NullMarked
package dev.fazt.gatling.workload;

import org.jspecify.annotations.NullMarked;
