/**
 * The hosts that sites have of their own: who may have which, and the proof that they own it. A host is served only once its
 * owner has proven to be that.
 */
@NullMarked
package dev.fazt.host.domain;

import org.jspecify.annotations.NullMarked;
