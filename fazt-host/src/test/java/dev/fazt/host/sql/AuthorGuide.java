package dev.fazt.host.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;

/** Is the guide for authors of plugins, which shows SQL in Java and by itself. */
final class AuthorGuide {
    private static final Path GUIDE = Path.of("../fazt-api/README.md");

    private AuthorGuide() {}

    /** Builds what the guide shows: its Java compiled, its SQL as migrations. Returns the folder that it was built into. */
    static Path build(Path folder) throws IOException {
        Path source = Files.createDirectories(folder.resolve("source")).resolve("GuestbookPlugin.java");
        Files.writeString(source, blocks("java").getFirst());
        Path built = Files.createDirectories(folder.resolve("guide"));
        int result = ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, "-d", built.toString(), "-proc:none", "-cp",
                        System.getProperty("java.class.path"), source.toString());
        assertThat(result).as("the example of the guide compiles").isZero();
        Path migrations = Files.createDirectories(built.resolve("db/migration"));
        List<String> scripts = blocks("sql");
        for (int i = 0; i < scripts.size(); i++) {
            Files.writeString(migrations.resolve("%03d_guide.sql".formatted(i + 1)), scripts.get(i));
        }
        return built;
    }

    private static List<String> blocks(String language) throws IOException {
        Pattern block = Pattern.compile("(?m)^```" + language + "\n(.*?)^```", Pattern.DOTALL);
        return block.matcher(Files.readString(GUIDE)).results().map((MatchResult one) -> one.group(1)).toList();
    }
}
