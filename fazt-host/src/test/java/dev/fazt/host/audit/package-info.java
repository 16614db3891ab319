/** What is written down of who did what. */
@NullMarked
package dev.fazt.host.audit;

import org.jspecify.annotations.NullMarked;
