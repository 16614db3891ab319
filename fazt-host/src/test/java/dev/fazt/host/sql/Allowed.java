package dev.fazt.host.sql;

import dev.fazt.host.sql.SqlFinder.Found;

/**
 * Is SQL that breaks a rule for a reason.
 *
 * @param program the plugin, {@code host} or {@code guide}
 * @param place a script, a class, or a package with {@code .*} at its end
 * @param reason why it may stay, and what a second engine does about it
 */
record Allowed(String program, String place, PortableRule rule, String reason) {

    boolean covers(String named, Found found, PortableRule broken) {
        boolean placed = place.endsWith(".*")
                ? found.place().startsWith(place.substring(0, place.length() - 1))
                : found.place().equals(place);
        return program.equals(named) && placed && rule == broken;
    }
}
