/** The test kit for authors: a real server with the plugin in it. It is the jar of {@code fazt-api} with the classifier {@code tests}. */
@NullMarked
package dev.fazt.api.test;

import org.jspecify.annotations.NullMarked;
