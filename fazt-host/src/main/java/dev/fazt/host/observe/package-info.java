/** What the server tells about itself to those who watch it. */
@NullMarked
package dev.fazt.host.observe;

import org.jspecify.annotations.NullMarked;
