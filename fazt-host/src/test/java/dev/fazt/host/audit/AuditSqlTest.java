package dev.fazt.host.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fazt.host.TestServer;
import java.lang.classfile.ClassFile;
import java.lang.classfile.constantpool.StringEntry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;

/** Lines of the log are added and, past their time, removed; this holds the whole program to it. */
class AuditSqlTest {
    private static final Pattern TABLE = Pattern.compile("(?i)\\b(from|into|update|join|table)\\s+\"?audit\\b");

    @Test
    void only_the_log_itself_names_its_table_and_it_never_changes_a_row() throws Exception {
        List<String> statements = new ArrayList<>();
        try (var classes = Files.walk(Path.of("target/classes"))) {
            for (Path file : classes.filter(path -> path.toString().endsWith(".class")).toList()) {
                StreamSupport.stream(ClassFile.of().parse(file).constantPool().spliterator(), false)
                        .filter(StringEntry.class::isInstance)
                        .map(entry -> ((StringEntry) entry).stringValue())
                        .filter(text -> TABLE.matcher(text).find())
                        .forEach(text -> {
                            assertThat(file.getFileName()).hasToString("AuditLog.class");
                            statements.add(text);
                        });
            }
        }
        assertThat(statements).hasSizeGreaterThanOrEqualTo(3).noneMatch(text -> text.matches("(?is)update\\b.*|.*\\bon conflict\\b.*"));
        assertThat(statements).filteredOn(text -> text.toLowerCase(Locale.ROOT).startsWith("delete"))
                .singleElement()
                .asString()
                .contains("WHERE at < ?");
    }

    @Test
    void plugins_do_not_reach_it() throws Exception {
        try (var jars = Files.list(TestServer.bundledPlugins())) {
            for (Path jar : jars.filter(path -> path.toString().endsWith(".jar")).toList()) {
                try (var zip = new ZipFile(jar.toFile())) {
                    for (var entry : zip.stream().filter(one -> one.getName().endsWith(".class")).toList()) {
                        byte[] bytes = zip.getInputStream(entry).readAllBytes();
                        assertThat(StreamSupport.stream(ClassFile.of().parse(bytes).constantPool().spliterator(), false)
                                        .filter(StringEntry.class::isInstance)
                                        .map(constant -> ((StringEntry) constant).stringValue()))
                                .as(entry.getName())
                                .noneMatch(text -> TABLE.matcher(text).find());
                    }
                }
            }
        }
    }
}
