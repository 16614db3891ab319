/** What happens in the host and in other plugins, as typed records that a plugin can subscribe to. */
@NullMarked
package dev.fazt.api.event;

import org.jspecify.annotations.NullMarked;
