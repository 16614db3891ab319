package dev.fazt.plugin.sites.deploy;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;

/**
 * Is the set of files of a deploy, named by its content: the same paths with the same contents have the same name, whoever
 * deploys them and in whatever order.
 *
 * @param id the first 128 bits of the SHA-256 over paths and hashes, in hexadecimal
 * @param files in the order of their paths
 */
record Tree(String id, List<TreeFile> files) {
    private static final int ID_BYTES = 16;

    Tree {
        files = List.copyOf(files);
    }

    static Tree of(List<TreeFile> files) {
        List<TreeFile> sorted = new ArrayList<>(files);
        sorted.sort(Comparator.comparing(TreeFile::path));
        return new Tree(id(sorted), sorted);
    }

    long bytes() {
        return files.stream().mapToLong(TreeFile::bytes).sum();
    }

    private static String id(List<TreeFile> files) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (TreeFile file : files) {
                // A path has no line break, so no two lists make the same text.
                digest.update((file.hash() + ' ' + file.path() + '\n').getBytes(StandardCharsets.UTF_8));
            }
            return HexFormat.of().formatHex(digest.digest(), 0, ID_BYTES);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }
}
