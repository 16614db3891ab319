package dev.fazt.api.test;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

/**
 * Is the jar of a plugin, packed from what was compiled: tests run before Maven packs it.
 *
 * @param id as its manifest says
 */
record PluginUnderTest(String id, Path jar) {

    /**
     * Packs a plugin into a folder.
     *
     * @param classes the folder with the classes and {@code META-INF/MANIFEST.MF}, or a jar that is copied
     */
    static PluginUnderTest pack(Path classes, Path folder) throws IOException {
        Path jar = folder.resolve("plugin-under-test.jar");
        if (Files.isRegularFile(classes)) {
            Files.copy(classes, jar);
            try (JarFile file = new JarFile(jar.toFile())) {
                return new PluginUnderTest(id(file.getManifest(), classes), jar);
            }
        }
        Path place = classes.resolve(JarFile.MANIFEST_NAME);
        if (!Files.isRegularFile(place)) {
            throw new AssertionError("there is no %s: it holds the Plugin-* entries of the jar".formatted(place.toAbsolutePath()));
        }
        Manifest manifest;
        try (InputStream in = Files.newInputStream(place)) {
            manifest = new Manifest(in);
        }
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file, manifest)) {
            for (Path path : files(classes)) {
                out.putNextEntry(new ZipEntry(classes.relativize(path).toString().replace('\\', '/')));
                Files.copy(path, out);
                out.closeEntry();
            }
        }
        return new PluginUnderTest(id(manifest, place), jar);
    }

    private static List<Path> files(Path classes) throws IOException {
        try (Stream<Path> paths = Files.walk(classes)) {
            return paths.filter(Files::isRegularFile)
                    .filter(path -> !classes.relativize(path).equals(Path.of("META-INF", "MANIFEST.MF")))
                    .sorted()
                    .toList();
        }
    }

    private static String id(Manifest manifest, Path place) {
        String id = manifest.getMainAttributes().getValue("Plugin-Id");
        if (id == null) {
            throw new AssertionError("%s has no Plugin-Id".formatted(place));
        }
        return id.strip();
    }
}
