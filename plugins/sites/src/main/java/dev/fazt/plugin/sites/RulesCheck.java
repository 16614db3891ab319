package dev.fazt.plugin.sites;

import dev.fazt.plugin.sites.content.ContentReader;
import dev.fazt.plugin.sites.content.Encoding;
import dev.fazt.plugin.sites.deploy.DeployCheck;
import dev.fazt.plugin.sites.deploy.TreeFile;
import dev.fazt.plugin.sites.rules.SiteRules;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Refuses a deploy whose instructions to the server can not be understood. */
record RulesCheck(ContentReader contents) implements DeployCheck {

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
