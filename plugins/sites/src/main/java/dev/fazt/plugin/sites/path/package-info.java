/**
 * What the path of a request means: how it is decoded, and which file it shows or which address it is led to. It knows neither
 * HTTP nor storage.
 */
@NullMarked
package dev.fazt.plugin.sites.path;

import org.jspecify.annotations.NullMarked;
