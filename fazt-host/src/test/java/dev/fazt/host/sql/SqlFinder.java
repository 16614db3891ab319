package dev.fazt.host.sql;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.constantpool.StringEntry;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Finds the SQL of a program where it is shipped: its scripts, and the strings of its classes, among them the recipes of
 * concatenations. A string is SQL if it begins like a statement or holds the words of one; what is taken for SQL by mistake
 * does no harm unless it breaks a rule.
 */
final class SqlFinder {
    /** Whole statements, in any case: the verb and what must follow it. */
    private static final Pattern STATEMENT = anyOf(
            "",
            "(?-i:SELECT)\\s.*",
            "select\\s.*(\\sfrom\\s|\\().*",
            "insert\\s+(or\\s+\\w+\\s+)?into\\s.*",
            "replace\\s+into\\s.*",
            "update\\s.*\\sset\\s.*",
            "delete\\s+from\\s.*",
            "with\\s.*\\sas\\s*\\(.*",
            "(create|drop)\\s+(temp\\s+|temporary\\s+|unique\\s+|virtual\\s+)?(table|index|trigger|view)\\s.*",
            "alter\\s+table\\s.*",
            "pragma\\s+\\w.*",
            "attach\\s.*\\sas\\s.*",
            "(begin|commit|rollback)\\s+(transaction|immediate|deferred|exclusive|to)\\b.*",
            "savepoint\\s+\\w+;?",
            "vacuum\\s+into\\s.*",
            // Commands of one word are words of prose and names of commands too, unless they are written as SQL is here.
            "(?-i:BEGIN|COMMIT|ROLLBACK|SAVEPOINT|RELEASE|VACUUM|DETACH|REINDEX|ANALYZE|EXPLAIN)\\b.*");

    /** Parts of statements: keywords as this project writes them, or a shape that prose does not have. */
    private static final Pattern PART = anyOf(
            // One word alone is the name of something.
            "(?=.*[\\s(]).*",
            "(?-i:\\b(SELECT|FROM|WHERE|HAVING|JOIN|UNION|VALUES|RETURNING|LIMIT|OFFSET|NULLS)\\b).*",
            "(?-i:\\b(AND|OR|NOT|EXISTS|CASE|WHEN|THEN|ELSE|LIKE|GLOB|ESCAPE)\\b).*",
            "(?-i:\\bON CONFLICT\\b|\\bIS (NOT )?NULL\\b|\\bFOR UPDATE\\b|\\bAS [A-Z]+\\)|\\bCAST\\().*",
            "\\b(order|group|partition|indexed)\\s+by\\b.*",
            "\\bwhere\\b.*[=<>?].*",
            "\\bwhere\\s+\\S+\\s+(not\\s|like\\s|in\\s*\\(|is\\s+(not|null|\\?)).*",
            "\\s(like|limit)\\s+(\\?|lower\\().*",
            "\\b(jsonb?(_\\w+)?|group_concat|strftime|julianday|unixepoch|datetime|ifnull|iif|nvl)\\(.*",
            "(\\browid\\b|\\s->>?\\s).*");

    private SqlFinder() {}

    /**
     * Is a text of SQL.
     *
     * @param place the file of a script, or the name of a class
     * @param whole whether it begins like a statement, so that it is more than a part of one
     */
    record Found(String place, String sql, boolean whole) {
        boolean isScript() {
            return place.endsWith(".sql");
        }
    }

    /** Returns the SQL in a folder or a jar. */
    static List<Found> in(Path program) throws IOException {
        if (Files.isDirectory(program)) {
            return inFolder(program);
        }
        try (FileSystem jar = FileSystems.newFileSystem(program)) {
            return inFolder(jar.getPath("/"));
        }
    }

    private static List<Found> inFolder(Path folder) throws IOException {
        List<Found> found = new ArrayList<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted().toList()) {
                String name = folder.relativize(file).toString();
                if (name.startsWith("db/") && name.endsWith(".sql")) {
                    found.add(new Found(name, Files.readString(file), true));
                } else if (name.endsWith(".class")) {
                    found.addAll(inClass(Files.readAllBytes(file)));
                }
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        return found;
    }

    /** Returns the SQL among the strings of a class. */
    static List<Found> inClass(byte[] bytes) {
        ClassModel type = ClassFile.of().parse(bytes);
        String name = type.thisClass().asInternalName().replace('/', '.');
        return StreamSupport.stream(type.constantPool().spliterator(), false)
                .filter(StringEntry.class::isInstance)
                .map(entry -> ((StringEntry) entry).stringValue())
                .filter(text -> isStatement(text) || PART.matcher(text).matches())
                .map(text -> new Found(name, text, isStatement(text)))
                .toList();
    }

    private static boolean isStatement(String text) {
        return STATEMENT.matcher(text).matches();
    }

    private static Pattern anyOf(String before, String... alternatives) {
        return Pattern.compile(
                "\\s*" + before + "(" + String.join("|", alternatives) + ")", Pattern.DOTALL | Pattern.CASE_INSENSITIVE);
    }
}
