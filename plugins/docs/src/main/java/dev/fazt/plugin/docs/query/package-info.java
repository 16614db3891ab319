/**
 * What a caller may ask of a collection: filter, sort, fields and position, each parsed once into a type that cannot be
 * wrong. All of it becomes SQL here, with every value and every path bound.
 */
@NullMarked
package dev.fazt.plugin.docs.query;

import org.jspecify.annotations.NullMarked;
