/** What a run costs: memory, processor time, threads and files of the server's process, and what its storage tells of itself. */
@NullMarked
package dev.fazt.gatling.watch;

import org.jspecify.annotations.NullMarked;
