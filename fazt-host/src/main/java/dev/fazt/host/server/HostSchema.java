package dev.fazt.host.server;

import dev.fazt.host.StartupException;
import dev.fazt.host.storage.Migration;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Holds the scripts that make the host's own tables, in the order in which they run. */
final class HostSchema {
    private static final String FOLDER = "/db/host/";
    private static final List<String> SCRIPTS = List.of("001_host.sql", "002_domains.sql", "003_plugins.sql", "004_security.sql");

    private HostSchema() {}

    static List<Migration> migrations() {
        return SCRIPTS.stream().map(name -> Migration.of(name, read(FOLDER + name))).toList();
    }

    private static String read(String name) {
        try (InputStream in = HostSchema.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("'%s' is missing from the jar".formatted(name));
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new StartupException("can not read '%s' from the jar".formatted(name), e);
        }
    }
}
