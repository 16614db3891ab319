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

/**
 * Is the folder of a site, as far as it is deployed: without dot-files except {@code .well-known}, without {@code
 * node_modules}, and without what its {@code .faztignore} names.
 *
 * @param root the folder
 * @param files the files to deploy, in the order of their paths
 */
record SiteFolder(Path root, List<File> files) {
    private static final String IGNORE_FILE = ".faztignore";

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
        Path ignoreFile = root.resolve(IGNORE_FILE);
        IgnoreRules rules = Files.isRegularFile(ignoreFile)
                ? IgnoreRules.parse(Files.readAllLines(ignoreFile))
                : IgnoreRules.NONE;
        List<File> files = new ArrayList<>();
        collect(root, "", rules, files);
        if (files.isEmpty()) {
            throw CommandFailure.failed("there is nothing to deploy in %s".formatted(folder));
        }
        return new SiteFolder(root, files);
    }

    private static void collect(Path folder, String prefix, IgnoreRules rules, List<File> files) throws IOException {
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
            if (neverDeployed(name) || rules.ignores(path, attributes.isDirectory())) {
                continue;
            }
            if (attributes.isDirectory()) {
                collect(child, path + "/", rules, files);
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

    private static boolean neverDeployed(String name) {
        return (name.startsWith(".") && !name.equals(".well-known")) || name.equals("node_modules");
    }
}
