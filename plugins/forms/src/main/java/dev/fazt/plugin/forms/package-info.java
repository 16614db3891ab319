/**
 * Receives what visitors write into the forms of a site, keeps it, and lets the owner list and export it. Formspree's field
 * names, answers and error codes are kept, so pages and clients made for it work unchanged.
 */
@NullMarked
package dev.fazt.plugin.forms;

import org.jspecify.annotations.NullMarked;
