/**
 * The control plane: what a plugin lets the owner do, declared once and made by the host into endpoints, commands and audit
 * lines.
 */
@NullMarked
package dev.fazt.api.operation;

import org.jspecify.annotations.NullMarked;
