package dev.fazt.host.author;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

/**
 * Is a Maven repository with what {@code mvn install} of this clone would put there, and a Maven that knows it, this machine's own repository,
 * and no network. So a project is built as an author builds it, before anything of this build is installed.
 */
final class AuthorRepository {
    private static final String VERSION = dev.fazt.host.Version.current();

    private final Path folder;
    private final Path settings;

    private AuthorRepository(Path folder, Path settings) {
        this.folder = folder;
        this.settings = settings;
    }

    static AuthorRepository prepare(Path folder) throws IOException {
        Path repository = Files.createDirectories(folder.resolve("repository"));
        Path clone = Path.of("..").toRealPath();
        copy(clone.resolve("pom.xml"), place(repository, "fazt", ".pom"));
        for (String module : List.of("fazt-api", "fazt-host")) {
            copy(clone.resolve(module).resolve("pom.xml"), place(repository, module, ".pom"));
        }
        Path built = clone.resolve("fazt-api/target");
        copy(built.resolve("fazt-api-" + VERSION + ".jar"), place(repository, "fazt-api", ".jar"));
        copy(built.resolve("fazt-api-" + VERSION + "-tests.jar"), place(repository, "fazt-api", "-tests.jar"));
        // The host's own jar is packed after its tests.
        pack(clone.resolve("fazt-host/target/classes"), place(repository, "fazt-host", ".jar"));
        Path settings = Files.writeString(folder.resolve("settings.xml"), """
                <settings>
                  <localRepository>%s</localRepository>
                  <mirrors><mirror><id>this-machine</id><mirrorOf>*</mirrorOf><url>%s</url></mirror></mirrors>
                </settings>
                """.formatted(repository, Path.of(System.getProperty("fazt.test.repository")).toUri()));
        return new AuthorRepository(folder, settings);
    }

    private static Path place(Path repository, String artifact, String suffix) {
        return repository.resolve("dev/fazt/%s/%s/%s-%s%s".formatted(artifact, VERSION, artifact, VERSION, suffix));
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to.getParent());
        Files.copy(from, to);
    }

    private static void pack(Path classes, Path jar) throws IOException {
        Files.createDirectories(jar.getParent());
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file);
                Stream<Path> paths = Files.walk(classes)) {
            for (Path path : paths.filter(Files::isRegularFile).toList()) {
                out.putNextEntry(new ZipEntry(classes.relativize(path).toString().replace('\\', '/')));
                Files.copy(path, out);
                out.closeEntry();
            }
        }
    }

    /**
     * Runs Maven in a project, and returns what it printed.
     *
     * @throws AssertionError if the build fails
     */
    String maven(Path project, String... goals) throws IOException, InterruptedException {
        Path log = folder.resolve("maven.log");
        List<String> command = Stream.concat(
                        Stream.of(System.getProperty("fazt.test.maven"), "-B", "-ntp", "-s", settings.toString()),
                        Stream.of(goals))
                .toList();
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(project.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().keySet().removeIf(name -> name.startsWith("MAVEN_"));
        int exitCode = builder.start().waitFor();
        String said = Files.readString(log);
        if (exitCode != 0) {
            throw new AssertionError("mvn %s failed:%n%s".formatted(String.join(" ", goals), said));
        }
        return said;
    }
}
