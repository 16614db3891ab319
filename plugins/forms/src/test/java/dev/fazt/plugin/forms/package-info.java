/** Tests of what the forms plugin does without a server: parsing, checking, escaping. */
@NullMarked
package dev.fazt.plugin.forms;

import org.jspecify.annotations.NullMarked;
