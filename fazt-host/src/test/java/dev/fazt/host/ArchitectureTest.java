package dev.fazt.host;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Keeps the arrows between the parts as they were drawn. */
class ArchitectureTest {
    private static final JavaClasses API = new ClassFileImporter().importPackages("dev.fazt.api");
    private static final JavaClasses HOST = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.fazt.host");

    @Test
    void the_contract_knows_no_database_no_plugin_loader_and_no_host() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.sql..", "org.sqlite..", "org.pf4j..", "dev.fazt.host..")
                .check(API);
    }

    @Test
    void the_contract_stays_small() throws Exception {
        long types = API.stream()
                .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC))
                .filter(type -> type.getEnclosingClass().isEmpty())
                .filter(type -> !type.getSimpleName().equals("package-info"))
                .count();
        assertThat(types).isBetween(20L, 40L);
        long lines = 0;
        try (var files = Files.walk(Path.of("../fazt-api/src/main/java"))) {
            for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
                lines += Files.readAllLines(file).size();
            }
        }
        assertThat(lines).isBetween(500L, 2_500L);
    }

    @Test
    void only_storage_and_backup_know_the_database() {
        noClasses()
                .that()
                .resideOutsideOfPackages("dev.fazt.host.storage..", "dev.fazt.host.backup..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.sql..", "org.sqlite..")
                .check(HOST);
    }

    @Test
    void only_the_plugin_package_knows_the_plugin_loader() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.fazt.host.plugin..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.pf4j..")
                .check(HOST);
    }

    @Test
    void nothing_but_the_command_line_depends_on_the_command_line() {
        classes()
                .that()
                .resideInAPackage("dev.fazt.host.cli..")
                .should()
                .onlyBeAccessed()
                .byAnyPackage("dev.fazt.host.cli..")
                .check(HOST);
    }

    @Test
    void no_plugin_names_another_plugin_or_the_host() throws Exception {
        List<String> plugins = List.of("sites", "docs", "analytics", "forms");
        for (String plugin : plugins) {
            try (var files = Files.walk(Path.of("../plugins", plugin, "src"))) {
                for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
                    String text = Files.readString(file);
                    assertThat(text).as(file.toString()).doesNotContain("import dev.fazt.host");
                    plugins.stream()
                            .filter(other -> !other.equals(plugin))
                            .forEach(other -> assertThat(text)
                                    .as(file.toString())
                                    .doesNotContain("import dev.fazt.plugin." + other + "."));
                }
            }
        }
    }
}
