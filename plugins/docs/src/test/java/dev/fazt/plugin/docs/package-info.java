/** Tests what documents are, apart from the server. */
@NullMarked
package dev.fazt.plugin.docs;

import org.jspecify.annotations.NullMarked;
