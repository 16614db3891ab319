/** Describes the operations of a server to programs, as an OpenAPI document with a JSON Schema for each record. */
@NullMarked
package dev.fazt.host.openapi;

import org.jspecify.annotations.NullMarked;
