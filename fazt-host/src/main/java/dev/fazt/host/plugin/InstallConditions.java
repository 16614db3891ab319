package dev.fazt.host.plugin;

import org.jspecify.annotations.Nullable;

/**
 * Says what a jar must be to be installed.
 *
 * @param sha256 its sum; null if any will do
 * @param signature of its bytes; null if there is none
 * @param upgrade whether it may take the place of an installed version
 */
public record InstallConditions(@Nullable String sha256, @Nullable JarSignature signature, boolean upgrade) {
    /** Whatever it is, it may be new or take the place of another. */
    static InstallConditions any(@Nullable JarSignature signature) {
        return new InstallConditions(null, signature, true);
    }
}
