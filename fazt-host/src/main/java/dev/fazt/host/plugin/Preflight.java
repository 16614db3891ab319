package dev.fazt.host.plugin;

import dev.fazt.host.Sha256;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;
import org.pf4j.DefaultVersionManager;

/** Looks at a jar without running any of its code, and refuses what could not work or should not be there. */
final class Preflight {
    static final long MAX_BYTES = 64L << 20;

    private static final int MAX_ENTRIES = 20_000;
    private static final long MAX_UNPACKED = 512L << 20;
    private static final int MAX_CLASS = 8 << 20;
    private static final int MAX_MANIFEST = 256 << 10;
    private static final int MAX_DIRECTORY = 16 << 20;
    /** The end of a zip file, from which it is read (APPNOTE.TXT, 4.3.16), with the longest comment. */
    private static final int END_SIGNATURE = 0x06054b50;

    private static final int END_RECORD = 22;
    private static final int LONGEST_END_RECORD = END_RECORD + 0xffff;
    /** Java 1.1 was 45, and each release since counts one more. */
    private static final int NEWEST_CLASS_FILE = 44 + Runtime.version().feature();

    private final String apiVersion;

    Preflight(String apiVersion) {
        this.apiVersion = apiVersion;
    }

    String apiVersion() {
        return apiVersion;
    }

    /** Compares two versions by their precedence (semver.org). */
    int compare(String one, String other) {
        return new DefaultVersionManager().compareVersions(one, other);
    }

    private boolean fits(String range) {
        return new DefaultVersionManager().checkVersionConstraint(apiVersion, range);
    }

    /** Tells whether this host is in a range of versions that somebody else wrote; one that is none has nobody in it. */
    boolean isIn(String range) {
        try {
            return fits(range);
        } catch (RuntimeException e) {
            return false; // the library has no narrower exception for it
        }
    }

    /**
     * Checks a jar.
     *
     * @param jar a file that nobody else can change
     * @throws PluginRejected with the reason
     */
    CheckedJar check(Path jar) {
        try {
            if (Files.size(jar) > MAX_BYTES) {
                throw new PluginRejected("it is larger than %d MiB".formatted(MAX_BYTES >> 20));
            }
            requireSmallDirectory(jar);
            try (JarFile file = new JarFile(jar.toFile(), false)) {
                PluginManifest manifest = PluginManifest.of(manifest(file));
                checkRange(manifest);
                return new CheckedJar(manifest, Sha256.of(jar), entries(file, manifest));
            }
        } catch (ZipException e) {
            throw new PluginRejected("it is not a jar: " + e.getMessage(), e);
        } catch (IOException | SecurityException | IllegalArgumentException e) {
            throw new PluginRejected("it can not be read: " + e.getMessage(), e);
        }
    }

    /**
     * Reads again what a jar says of itself that was checked once.
     *
     * @throws PluginRejected if it does not fit this version of the host
     */
    CheckedJar checkAgain(Path jar, String sha256, Set<String> endingClasses) {
        try (JarFile file = new JarFile(jar.toFile(), false)) {
            PluginManifest manifest = PluginManifest.of(file.getManifest());
            checkRange(manifest);
            return new CheckedJar(manifest, sha256, endingClasses);
        } catch (IOException e) {
            throw new PluginRejected("it can not be read: " + e.getMessage(), e);
        }
    }

    private void checkRange(PluginManifest manifest) {
        boolean fits;
        try {
            fits = fits(manifest.requires());
        } catch (RuntimeException e) {
            throw new PluginRejected(
                    "its Plugin-Requires '%s' is not a range of versions: write it like '>=%s'"
                            .formatted(manifest.requires(), apiVersion),
                    e);
        }
        if (!fits) {
            throw new PluginRejected("it needs fazt-api %s, and this is %s".formatted(manifest.requires(), apiVersion));
        }
    }

    /** Checks all entries, and returns the classes that call what ends the process. */
    private static Set<String> entries(JarFile file, PluginManifest manifest) throws IOException {
        Set<String> names = new HashSet<>();
        Set<String> ending = new HashSet<>();
        long unpacked = 0;
        for (JarEntry entry : (Iterable<JarEntry>) file.stream()::iterator) {
            String name = entry.getName();
            if (names.size() == MAX_ENTRIES) {
                throw new PluginRejected("it has more than %,d entries".formatted(MAX_ENTRIES));
            }
            if (!names.add(name)) {
                throw new PluginRejected("it has the entry '%s' twice".formatted(shown(name)));
            }
            checkName(name);
            unpacked += Math.max(0, entry.getSize());
            if (name.endsWith(".class")) {
                byte[] bytes = classBytes(file, entry);
                unpacked += Math.max(0, bytes.length - entry.getSize()); // what it says of itself may be less
                checkVersion(name, bytes);
                if (EndingCalls.in(bytes)) {
                    ending.add(className(name));
                }
            }
            if (unpacked > MAX_UNPACKED) {
                throw new PluginRejected("it holds more than %d MiB unpacked".formatted(MAX_UNPACKED >> 20));
            }
        }
        if (!names.contains(manifest.entryClass().replace('.', '/') + ".class")) {
            throw new PluginRejected("its Plugin-Class '%s' is not in the jar".formatted(manifest.entryClass()));
        }
        return ending;
    }

    /** Returns the name of a class, which may be there for several versions of Java (JEP 238). */
    private static String className(String entry) {
        String path = entry.replaceFirst("^META-INF/versions/\\d+/", "");
        return path.substring(0, path.length() - ".class".length()).replace('/', '.');
    }

    /** Java reads the table of contents of a zip file into memory, whatever its size. */
    private static void requireSmallDirectory(Path jar) throws IOException {
        try (FileChannel channel = FileChannel.open(jar)) {
            int length = (int) Math.min(channel.size(), LONGEST_END_RECORD);
            ByteBuffer end = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
            while (end.hasRemaining() && channel.read(end, channel.size() - length + end.position()) >= 0) {
                // goes on until all is read
            }
            for (int at = length - END_RECORD; at >= 0; at--) {
                if (end.getInt(at) == END_SIGNATURE) {
                    if (Integer.toUnsignedLong(end.getInt(at + 12)) > MAX_DIRECTORY) {
                        throw new PluginRejected("its table of contents is larger than %d MiB".formatted(MAX_DIRECTORY >> 20));
                    }
                    return;
                }
            }
        }
    }

    /** Reads the manifest, of which Java would read any size. */
    private static @Nullable Manifest manifest(JarFile file) throws IOException {
        List<JarEntry> found = file.stream()
                .filter(entry -> entry.getName().equalsIgnoreCase(JarFile.MANIFEST_NAME))
                .limit(2)
                .toList();
        if (found.isEmpty()) {
            return null;
        }
        if (found.size() > 1) {
            throw new PluginRejected("it has the entry '%s' twice".formatted(JarFile.MANIFEST_NAME));
        }
        try (InputStream in = file.getInputStream(found.getFirst())) {
            byte[] bytes = in.readNBytes(MAX_MANIFEST + 1);
            if (bytes.length > MAX_MANIFEST) {
                throw new PluginRejected("its manifest is larger than %d KiB".formatted(MAX_MANIFEST >> 10));
            }
            return new Manifest(new ByteArrayInputStream(bytes));
        }
    }

    private static void checkName(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        String path = lower.startsWith("meta-inf/versions/") ? lower.replaceFirst("meta-inf/versions/\\d+/", "") : lower;
        if (path.startsWith("dev/fazt/api/")) {
            throw new PluginRejected("it contains the classes of fazt-api: give that dependency the scope 'provided'");
        }
        if (path.startsWith("java/")) {
            throw new PluginRejected("it contains '%s', which belongs to Java itself".formatted(shown(name)));
        }
        if (path.endsWith(".jar")) {
            throw new PluginRejected("it contains the jar '%s': unpack it into the plugin's own".formatted(shown(name)));
        }
        if (name.startsWith("/") || name.contains("\\") || name.contains("../") || name.indexOf('\0') >= 0) {
            throw new PluginRejected("its entry '%s' has no proper name".formatted(shown(name)));
        }
    }

    private static byte[] classBytes(JarFile file, JarEntry entry) throws IOException {
        try (InputStream in = file.getInputStream(entry)) {
            byte[] bytes = in.readNBytes(MAX_CLASS + 1);
            if (bytes.length > MAX_CLASS) {
                throw new PluginRejected("its class '%s' is larger than %d MiB".formatted(shown(entry.getName()), MAX_CLASS >> 20));
            }
            return bytes;
        }
    }

    private static void checkVersion(String name, byte[] bytes) {
        if (bytes.length < 10 || (bytes[0] & 0xff) != 0xca || (bytes[1] & 0xff) != 0xfe || (bytes[2] & 0xff) != 0xba || (bytes[3] & 0xff) != 0xbe) {
            throw new PluginRejected("'%s' is not a class file".formatted(shown(name)));
        }
        int version = ((bytes[6] & 0xff) << 8) | (bytes[7] & 0xff);
        if (version > NEWEST_CLASS_FILE) {
            throw new PluginRejected("'%s' was compiled for Java %d, and this is Java %d: compile it with --release %d"
                    .formatted(shown(name), version - 44, Runtime.version().feature(), Runtime.version().feature()));
        }
    }

    private static String shown(String name) {
        String plain = name.replaceAll("\\p{Cntrl}", "?");
        return plain.length() <= 100 ? plain : plain.substring(0, 100) + "…";
    }
}
