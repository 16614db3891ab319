/** Tests what queries are, apart from the database. */
@NullMarked
package dev.fazt.plugin.docs.query;

import org.jspecify.annotations.NullMarked;
