package dev.fazt.plugin.sites;

import dev.fazt.plugin.sites.content.ContentReader;
import dev.fazt.plugin.sites.content.Encoding;
import dev.fazt.plugin.sites.deploy.DeployCheck;
import dev.fazt.plugin.sites.deploy.TreeFile;
import dev.fazt.plugin.sites.rules.SiteRules;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Leaves out what a deploy's settings ignore, and refuses one whose instructions to the server can not be understood. */
record RulesCheck(ContentReader contents) implements DeployCheck {

    @Override
    public List<TreeFile> kept(List<TreeFile> files, Contents contents) throws IOException {
        for (TreeFile file : files) {
            if (file.path().equals(SiteRules.SETTINGS) && file.bytes() <= SiteRules.MOST_BYTES) {
                Optional<byte[]> settings = contents.read(file);
                return settings.isEmpty() ? files : shown(files, SiteRules.ignoredBy(settings.get()));
            }
        }
        return files;
    }

    private static List<TreeFile> shown(List<TreeFile> files, Predicate<String> ignored) {
        return files.stream().filter(file -> !ignored.test(file.path())).toList();
    }

    @Override
    public void check(List<TreeFile> files) {
        Map<String, byte[]> instructions = new HashMap<>();
        Set<String> paths = new HashSet<>();
        for (TreeFile file : files) {
            paths.add(file.path());
            if (SiteRules.FILES.contains(file.path())) {
                instructions.put(file.path(), read(file));
            }
        }
        SiteRules.check(instructions, paths);
    }

    private byte[] read(TreeFile file) {
        // One that is too long is refused by its length alone.
        return file.bytes() > SiteRules.MOST_BYTES
                ? new byte[SiteRules.MOST_BYTES + 1]
                : contents.read(file.hash(), Encoding.IDENTITY, (int) file.bytes());
    }
}
