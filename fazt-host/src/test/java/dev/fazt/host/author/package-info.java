@NullMarked
package dev.fazt.host.author;

import org.jspecify.annotations.NullMarked;
