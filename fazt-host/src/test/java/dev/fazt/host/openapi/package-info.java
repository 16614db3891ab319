/** What the server says of itself to programs, held against the official schema. */
@NullMarked
package dev.fazt.host.openapi;

import org.jspecify.annotations.NullMarked;
