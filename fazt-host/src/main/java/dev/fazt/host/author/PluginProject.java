package dev.fazt.host.author;

import dev.fazt.host.Version;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;

/** Is the project of a new plugin: its files, ready to be written. Immutable. */
public final class PluginProject {
    private final Map<String, String> files = new LinkedHashMap<>();

    /** Makes the files of a plugin that does one of each thing. */
    public PluginProject(PluginName name) throws IOException {
        Map<String, String> words = words(name);
        String sources = name.packageName().replace('.', '/') + "/" + name.className();
        Map<String, String> places = new LinkedHashMap<>();
        places.put("pom.xml", "pom.xml");
        places.put("README.md", "README.md");
        places.put("gitignore", ".gitignore");
        places.put("manifest", "src/main/manifest/META-INF/MANIFEST.MF");
        places.put("Plugin.java", "src/main/java/" + sources + ".java");
        places.put("migration.sql", "src/main/resources/db/migration/001_visits.sql");
        places.put("PluginTest.java", "src/test/java/" + sources + "Test.java");
        for (Map.Entry<String, String> place : places.entrySet()) {
            files.put(place.getValue(), filled(text(place.getKey()), words));
        }
    }

    /** Returns the texts of the files by their paths. */
    public Map<String, String> files() {
        return Map.copyOf(files);
    }

    /**
     * Writes the project: complete, or not at all.
     *
     * @param folder is made; may be there if it is empty
     * @throws IOException if it holds something, or can not be written
     */
    public void write(Path folder) throws IOException {
        Path target = folder.toAbsolutePath().normalize();
        Path parent = target.getParent();
        if (parent == null) {
            throw new IOException("'%s' can not be a project's folder".formatted(folder));
        }
        requireFree(target);
        Files.createDirectories(parent);
        Path part = Files.createTempDirectory(parent, ".fazt-new");
        try {
            for (Map.Entry<String, String> file : files.entrySet()) {
                Path path = part.resolve(file.getKey());
                Files.createDirectories(path.getParent());
                Files.writeString(path, file.getValue());
            }
            share(part);
            // Also when somebody else has filled it meanwhile, since only an empty folder is deleted.
            Files.deleteIfExists(target);
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            delete(part);
            throw e;
        }
    }

    private static void requireFree(Path target) throws IOException {
        if (!Files.exists(target)) {
            return;
        }
        if (!Files.isDirectory(target)) {
            throw new IOException("'%s' is there already, and is not a folder".formatted(target));
        }
        try (Stream<Path> entries = Files.list(target)) {
            if (entries.findAny().isPresent()) {
                throw new IOException("the folder '%s' is not empty: name another".formatted(target));
            }
        }
    }

    /** A temporary folder is its owner's alone; a project's is as any other. */
    private static void share(Path part) throws IOException {
        Path ordinary = part.resolve("src");
        if (part.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.setPosixFilePermissions(part, Files.getPosixFilePermissions(ordinary));
        }
    }

    private static void delete(Path folder) throws IOException {
        List<Path> deepestFirst;
        try (Stream<Path> paths = Files.walk(folder)) {
            deepestFirst = paths.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : deepestFirst) {
            Files.delete(path);
        }
    }

    private static Map<String, String> words(PluginName name) throws IOException {
        Map<String, String> words = new LinkedHashMap<>();
        Properties versions = new Properties();
        try (InputStream in = open("versions.properties")) {
            versions.load(in);
        }
        versions.stringPropertyNames().forEach(key -> words.put(key, versions.getProperty(key)));
        words.put("fazt", Version.current());
        words.put("id", name.id());
        words.put("package", name.packageName());
        words.put("class", name.className());
        words.put("table", name.table());
        return words;
    }

    private static String filled(String template, Map<String, String> words) {
        String text = template;
        for (Map.Entry<String, String> word : words.entrySet()) {
            text = text.replace("@" + word.getKey() + "@", word.getValue());
        }
        return text;
    }

    private static String text(String name) throws IOException {
        try (InputStream in = open(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static InputStream open(String name) {
        InputStream in = PluginProject.class.getResourceAsStream(name);
        if (in == null) {
            throw new IllegalStateException(name + " is missing from the jar: build it with Maven");
        }
        return in;
    }
}
