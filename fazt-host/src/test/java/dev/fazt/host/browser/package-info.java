/** Tests in a real browser. */
@NullMarked
package dev.fazt.host.browser;

import org.jspecify.annotations.NullMarked;
