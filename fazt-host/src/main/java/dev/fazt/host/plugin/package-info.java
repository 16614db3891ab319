/**
 * Loads plugins, one class loader and one owner each. A plugin that can not be loaded or started is reported with its reason
 * and disturbs nobody else.
 */
@NullMarked
package dev.fazt.host.plugin;

import org.jspecify.annotations.NullMarked;
