package dev.fazt.host.plugin;

import java.io.IOException;
import java.net.URL;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Stands between a plugin and the host, and lets through the contract and the libraries that the contract speaks of. All else
 * of the host is invisible to plugins, classes and resources, so it can change at will.
 */
final class GateClassLoader extends ClassLoader {
    private static final List<String> ALLOWED =
            List.of(
                    "dev.fazt.api.", "io.helidon.", "tools.jackson.", "com.fasterxml.jackson.annotation.", "org.slf4j.", "org.jspecify.",
                    // Native code can be loaded once in a process, so not by a plugin, which comes and goes.
                    "com.aayushatharva.brotli4j.");

    private final ClassLoader host;

    GateClassLoader(ClassLoader host) {
        super("fazt-gate", ClassLoader.getPlatformClassLoader());
        this.host = host;
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        if (ALLOWED.stream().anyMatch(name::startsWith)) {
            return host.loadClass(name);
        }
        throw new ClassNotFoundException(
                "'%s' is not visible to plugins: put the library into the plugin's own jar".formatted(name));
    }

    @Override
    protected @Nullable URL findResource(String name) {
        return isAllowed(name) ? host.getResource(name) : null;
    }

    @Override
    protected Enumeration<URL> findResources(String name) throws IOException {
        return isAllowed(name) ? host.getResources(name) : Collections.emptyEnumeration();
    }

    private static boolean isAllowed(String resource) {
        String dotted = resource.replace('/', '.');
        return ALLOWED.stream().anyMatch(dotted::startsWith);
    }
}
