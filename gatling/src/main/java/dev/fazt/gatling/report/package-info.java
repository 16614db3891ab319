/** The report: the figures of all runs as Markdown, JSON and pictures, and what a server of this kind carries. */
@NullMarked
package dev.fazt.gatling.report;

import org.jspecify.annotations.NullMarked;
