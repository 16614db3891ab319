package dev.fazt.plugin.sites.archive;

import java.util.HashSet;
import java.util.Set;

/** Admits the names of an archive's entries one by one: no two may come to the same path, and there may not be too many. */
final class EntryNames {
    private final ArchiveLimits limits;
    private final Set<String> paths = new HashSet<>();
    private int deployed;

    EntryNames(ArchiveLimits limits) {
        this.limits = limits;
    }

    /**
     * Admits a file or a folder.
     *
     * @param name as the archive spells it
     * @return whether it is a file that the site will show
     */
    boolean admit(String name, ArchiveEntryName entry) {
        if (entry.folder()) {
            return false;
        }
        if (!paths.add(entry.path())) {
            throw ArchiveEntryName.refused(name, "is there twice");
        }
        if (!entry.deployed()) {
            return false;
        }
        if (deployed == limits.files()) {
            throw ArchiveEntryName.refused(
                    name, "is one too many: a site has at most %,d files".formatted(limits.files()));
        }
        deployed++;
        return true;
    }
}
