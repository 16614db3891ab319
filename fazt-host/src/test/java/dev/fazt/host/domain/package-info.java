/** Tests of how it is found out who owns a host. */
@NullMarked
package dev.fazt.host.domain;

import org.jspecify.annotations.NullMarked;
