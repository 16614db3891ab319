package dev.fazt.plugin.sites.deploy;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Looks at the files of a deploy before they are stored, and before it is published. */
public interface DeployCheck {

    /** Reads files of a deploy that is on its way. */
    @FunctionalInterface
    interface Contents {
        /** Returns a content; empty if it has not come yet. */
        Optional<byte[]> read(TreeFile file) throws IOException;
    }

    /** Returns those of the files that the deploy's own settings do not leave out; all while the settings have not come. */
    List<TreeFile> kept(List<TreeFile> files, Contents contents) throws IOException;

    /**
     * Checks the files.
     *
     * @param files of which all contents are stored
     * @throws dev.fazt.api.FaztException to refuse the deploy whole, naming the file and the line
     */
    void check(List<TreeFile> files);
}
