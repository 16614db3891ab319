/**
 * Who did what to what, when, from where, and how it ended. Lines are only ever added: no other class of the program may so much as
 * name the table, which a test and the storage see to.
 */
@NullMarked
package dev.fazt.host.audit;

import org.jspecify.annotations.NullMarked;
