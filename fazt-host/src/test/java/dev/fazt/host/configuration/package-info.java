/** Where a value comes from, what is refused, and that the operator's page says the same. */
@NullMarked
package dev.fazt.host.configuration;

import org.jspecify.annotations.NullMarked;
