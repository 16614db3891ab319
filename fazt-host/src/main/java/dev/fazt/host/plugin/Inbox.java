package dev.fazt.host.plugin;

import dev.fazt.api.FaztException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes in the jars that are dropped into a folder, among them those that come with the program. A jar is read once it has stopped growing, and
 * copied: what becomes of the file then is of no matter. Beside {@code x.jar} may be {@code x.jar.sig}, its signature, and {@code x.jar.pub},
 * the key. Thread-safe.
 */
final class Inbox {
    private static final Logger LOG = LoggerFactory.getLogger(Inbox.class);
    private static final int RAW_SIGNATURE = 64;
    private static final int LARGEST_KEY = 4_096;

    private final Path folder;
    private final PluginLifecycle lifecycle;
    private final Map<Path, Stamp> growing = new ConcurrentHashMap<>();
    private final Map<Path, Stamp> taken = new ConcurrentHashMap<>();
    private final Map<Path, PluginStatus> refused = new ConcurrentHashMap<>();

    /** Tells whether a file is as it was. */
    private record Stamp(long size, FileTime modified) {
        static Stamp of(Path file) throws IOException {
            return new Stamp(Files.size(file), Files.getLastModifiedTime(file));
        }
    }

    Inbox(Path folder, PluginLifecycle lifecycle) {
        this.folder = folder;
        this.lifecycle = lifecycle;
    }

    /** Takes in what is there when the server starts. One that still grows can not be read, and is taken later. */
    void takeAll() {
        if (!Files.isDirectory(folder)) {
            LOG.warn("there is no folder of plugins at '{}'", folder);
        }
        for (Path jar : jars()) {
            try {
                take(jar, Stamp.of(jar));
            } catch (IOException e) {
                LOG.warn("'{}' can not be read: {}", jar, e.toString());
            }
        }
    }

    /** Takes in what is new and has not changed since the last look. */
    void look() {
        List<Path> jars = jars();
        refused.keySet().retainAll(jars);
        taken.keySet().retainAll(jars);
        growing.keySet().retainAll(jars);
        for (Path jar : jars) {
            try {
                Stamp stamp = Stamp.of(jar);
                if (stamp.equals(taken.get(jar))) {
                    continue;
                }
                if (stamp.equals(growing.put(jar, stamp))) {
                    take(jar, stamp);
                }
            } catch (IOException e) {
                LOG.debug("'{}' is gone again: {}", jar, e.toString());
            }
        }
    }

    private List<Path> jars() {
        List<Path> jars = new ArrayList<>();
        if (Files.isDirectory(folder)) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.jar")) {
                files.forEach(file -> {
                    // To open a pipe is to wait for somebody who writes into it.
                    if (Files.isRegularFile(file)) {
                        jars.add(file);
                    }
                });
            } catch (IOException e) {
                LOG.error("the folder of plugins '{}' can not be read: {}", folder, e.toString());
            }
        }
        jars.sort(null);
        return jars;
    }

    private void take(Path jar, Stamp stamp) {
        taken.put(jar, stamp);
        growing.remove(jar);
        try {
            lifecycle.takeIn(jar, signature(jar));
            refused.remove(jar);
        } catch (RuntimeException e) {
            // One jar, whatever it is, must not keep the others from being taken, nor the server from starting.
            String name = String.valueOf(jar.getFileName());
            LOG.error("'{}' is left out: {}", name, e.getMessage());
            refused.put(jar, new PluginStatus(name, null, "failed", String.valueOf(e.getMessage())));
        }
    }

    private static @Nullable JarSignature signature(Path jar) {
        Path signature = jar.resolveSibling(jar.getFileName() + ".sig");
        Path key = jar.resolveSibling(jar.getFileName() + ".pub");
        if (!Files.exists(signature)) {
            return null;
        }
        byte[] bytes = read(signature);
        String base64 = bytes.length == RAW_SIGNATURE
                ? Base64.getEncoder().encodeToString(bytes)
                : new String(bytes, StandardCharsets.US_ASCII);
        return new JarSignature(new String(read(key), StandardCharsets.US_ASCII), base64);
    }

    private static byte[] read(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(LARGEST_KEY);
        } catch (IOException e) {
            throw new PluginRejected("'%s' can not be read: put it beside the jar".formatted(file.getFileName()), e);
        }
    }

    /** Tells which jars in the folder were not taken, and why. */
    List<PluginStatus> refused() {
        return refused.values().stream().sorted((one, other) -> one.id().compareTo(other.id())).toList();
    }
}
