/**
 * What the operator may set: each key is declared once, and its value comes from a flag, else the environment, else a file, else
 * the default. What is not known or not allowed is refused with the place where it stands.
 */
@NullMarked
package dev.fazt.host.configuration;

import org.jspecify.annotations.NullMarked;
