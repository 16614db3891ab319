package dev.fazt.plugin.sites.deploy;

import java.util.List;

/** Looks at the files of a deploy before it is published. */
@FunctionalInterface
public interface DeployCheck {

    /**
     * Checks the files.
     *
     * @param files of which all contents are stored
     * @throws dev.fazt.api.FaztException to refuse the deploy whole, naming the file and the line
     */
    void check(List<TreeFile> files);
}
