package dev.fazt.host.cli;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import tools.jackson.core.JacksonException;

/**
 * Is the folder of a site, as far as it is deployed: without dot-files except {@code .well-known}, without {@code
 * node_modules}, and without what its {@code .faztignore} or the {@code ignore} of its {@code fazt.json} names.
 *
 * @param root the folder
 * @param files the files to deploy, in the order of their paths
 */
record SiteFolder(Path root, List<File> files) {
    private static final String IGNORE_FILE = ".faztignore";
    private static final String SETTINGS = "fazt.json";
    private static final Set<String> INSTRUCTIONS = Set.of(SETTINGS, "_redirects", "_headers");

    /** Stands for what could not be decoded. */
    private static final char UNREADABLE = '\ufffd';

    private static final long LONGEST_SETTINGS = 4 << 20;

    /** Is one file, with its path within the site. */
    record File(String path, Path location) {}

    SiteFolder {
        files = List.copyOf(files);
    }

    /**
     * Lists what would be deployed.
     *
     * @throws CommandFailure if there is nothing, or something that is neither file nor folder, such as a link
     */
    static SiteFolder scan(Path folder) throws IOException {
        Path root = folder.toRealPath();
        List<File> files = new ArrayList<>();
        IgnoreRules listed = IgnoreRules.read(root.resolve(IGNORE_FILE));
        new Walk(listed, settings(root.resolve(SETTINGS)), files).collect(root, "");
        if (files.isEmpty()) {
            throw CommandFailure.failed("there is nothing to deploy in %s".formatted(folder));
        }
        return new SiteFolder(root, files);
    }

    /** Returns what the settings leave out; nothing if they can not be read, which the server tells with the line. */
    private static IgnoreRules settings(Path file) throws IOException {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) || Files.size(file) > LONGEST_SETTINGS) {
            return IgnoreRules.NONE;
        }
        try {
            List<String> patterns = new ArrayList<>();
            ServerClient.JSON.readTree(Files.readAllBytes(file)).path("ignore").forEach(pattern -> patterns.add(pattern.asString("")));
            return IgnoreRules.ofSettings(patterns);
        } catch (JacksonException malformed) {
            return IgnoreRules.NONE;
        }
    }

    /**
     * Is a walk through the folder.
     *
     * @param listed what the ignore file leaves out
     * @param settings what {@code fazt.json} leaves out, but never the files that hold the site's instructions
     */
    private record Walk(IgnoreRules listed, IgnoreRules settings, List<File> files) {

        void collect(Path folder, String prefix) throws IOException {
            List<Path> children = new ArrayList<>();
            try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
                stream.forEach(children::add);
            }
            children.sort(null);
            for (Path child : children) {
                // macOS may hand out decomposed names; links in pages are composed (Unicode NFC).
                String name = Normalizer.normalize(String.valueOf(child.getFileName()), Normalizer.Form.NFC);
                String path = prefix + name;
                BasicFileAttributes attributes =
                        Files.readAttributes(child, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
                if (neverDeployed(name) || ignores(path, attributes.isDirectory())) {
                    continue;
                }
                if (name.indexOf(UNREADABLE) >= 0) {
                    throw CommandFailure.failed(
                            "%s has a name that is not UTF-8: rename it, or set LC_ALL=C.UTF-8 if it is one".formatted(Shell.plain(path)));
                }
                if (attributes.isDirectory()) {
                    collect(child, path + "/");
                } else if (attributes.isRegularFile()) {
                    files.add(new File(path, child));
                } else {
                    throw CommandFailure.failed("%s is %s: put the file itself there, or name it in %s"
                            .formatted(
                                    Shell.plain(path),
                                    attributes.isSymbolicLink() ? "a symbolic link" : "neither a file nor a folder",
                                    IGNORE_FILE));
                }
            }
        }

        private boolean ignores(String path, boolean folder) {
            return listed.ignores(path, folder) || (settings.ignores(path, folder) && !INSTRUCTIONS.contains(path));
        }
    }

    private static boolean neverDeployed(String name) {
        return (name.startsWith(".") && !name.equals(".well-known")) || name.equals("node_modules");
    }
}
