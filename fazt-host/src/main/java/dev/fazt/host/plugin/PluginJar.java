package dev.fazt.host.plugin;

import dev.fazt.api.FaztPlugin;
import dev.fazt.host.storage.Migration;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.jspecify.annotations.Nullable;
import org.pf4j.DefaultPluginManager;
import org.pf4j.JarPluginLoader;
import org.pf4j.ManifestPluginDescriptorFinder;
import org.pf4j.Plugin;
import org.pf4j.PluginDescriptor;
import org.pf4j.PluginDescriptorFinder;
import org.pf4j.PluginFactory;
import org.pf4j.PluginLoader;
import org.pf4j.PluginRuntimeException;
import org.pf4j.PluginWrapper;

/**
 * Is one loaded jar: a PF4J manager with a single plugin, dropped whole.
 *
 * <p>One manager for all plugins would make them hostages of each other: one malformed dependency makes loading throw for all,
 * a throwing stop leaves the others running, and no id can be there twice.
 */
final class PluginJar implements AutoCloseable {
    private static final String MIGRATIONS = "db/migration/";
    private static final int MAX_MIGRATION = 1 << 20;

    private final PluginManifest manifest;
    private final Path path;
    private final SingleManager manager;
    private final FaztPlugin plugin;

    private PluginJar(PluginManifest manifest, Path path, SingleManager manager, FaztPlugin plugin) {
        this.manifest = manifest;
        this.path = path;
        this.manager = manager;
        this.plugin = plugin;
    }

    /**
     * Loads a jar and creates its plugin, which runs the first code of it.
     *
     * @param limit how long that may take
     * @param leaks is told if it is not possible: some of its code may still run
     * @throws PluginRejected if that is not possible; nothing stays loaded
     */
    static PluginJar load(CheckedJar checked, Path path, String apiVersion, Duration limit, LeakWatch leaks) {
        SingleManager manager = new SingleManager(path, apiVersion, checked.endingClasses());
        PluginManifest manifest = checked.manifest();
        try {
            return BoundedRun.call("its constructor", "fazt-load-" + manifest.id(), null, limit, () -> {
                manager.loadPlugin(path);
                PluginWrapper wrapper = manager.getPlugin(manifest.id());
                Thread.currentThread().setContextClassLoader(wrapper.getPluginClassLoader());
                if (wrapper.getPlugin() instanceof Adapted adapted) {
                    return new PluginJar(manifest, path, manager, adapted.plugin);
                }
                throw new PluginRejected("'%s' can not be created".formatted(manifest.entryClass()));
            });
        } catch (RuntimeException e) {
            manager.loader().ifPresent(loader -> leaks.expect(manifest, loader));
            manager.release();
            throw e instanceof PluginRejected || !(e instanceof PluginRuntimeException)
                    ? e
                    : new PluginRejected("it can not be loaded: " + e.getMessage(), e);
        }
    }

    PluginManifest manifest() {
        return manifest;
    }

    FaztPlugin plugin() {
        return plugin;
    }

    JarClassLoader classLoader() {
        return (JarClassLoader) manager.getPluginClassLoader(manifest.id());
    }

    /** Reads the migrations in the jar, in order. */
    List<Migration> migrations() {
        try (JarFile file = new JarFile(path.toFile())) {
            return file.stream()
                    .filter(entry -> entry.getName().startsWith(MIGRATIONS) && !entry.isDirectory())
                    .sorted(Comparator.comparing(JarEntry::getName))
                    .map(entry -> migration(file, entry))
                    .toList();
        } catch (IOException | UncheckedIOException | IllegalArgumentException e) {
            throw new PluginRejected("its migrations can not be read: " + e.getMessage(), e);
        }
    }

    private static Migration migration(JarFile file, JarEntry entry) {
        try (var in = file.getInputStream(entry)) {
            byte[] bytes = in.readNBytes(MAX_MIGRATION + 1);
            if (bytes.length > MAX_MIGRATION) {
                throw new IllegalArgumentException("%s is larger than %d KiB".formatted(entry.getName(), MAX_MIGRATION >> 10));
            }
            String script = new String(bytes, StandardCharsets.UTF_8);
            return Migration.of(entry.getName().substring(MIGRATIONS.length()), script);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Takes back what its code has left in Java, and closes the class loader. */
    @Override
    public void close() {
        manager.release();
    }

    /** Wraps our entry point into PF4J's. Its life cycle stays ours: PF4J's start and stop do nothing. */
    private static final class Adapted extends Plugin {
        private final FaztPlugin plugin;

        private Adapted(FaztPlugin plugin) {
            this.plugin = plugin;
        }
    }

    private static final class SingleManager extends DefaultPluginManager {
        private final Set<String> endingClasses;
        private volatile @Nullable JarClassLoader loader;

        private SingleManager(Path jar, String apiVersion, Set<String> endingClasses) {
            super(jar.toAbsolutePath().getParent());
            this.endingClasses = endingClasses;
            setSystemVersion(apiVersion);
        }

        @Override
        protected PluginDescriptorFinder createPluginDescriptorFinder() {
            return new ManifestPluginDescriptorFinder();
        }

        @Override
        protected PluginLoader createPluginLoader() {
            return new JarPluginLoader(this) {
                @Override
                public ClassLoader loadPlugin(Path path, PluginDescriptor descriptor) {
                    JarClassLoader loader = new JarClassLoader(
                            pluginManager, descriptor, new GateClassLoader(PluginJar.class.getClassLoader()), endingClasses);
                    loader.addFile(path.toFile());
                    SingleManager.this.loader = loader;
                    return loader;
                }
            };
        }

        private Optional<JarClassLoader> loader() {
            return Optional.ofNullable(loader);
        }

        private void release() {
            loader().ifPresent(left -> {
                StrayThreads.end(left);
                Holders.release(left);
            });
            unloadPlugins();
        }

        @Override
        protected PluginFactory createPluginFactory() {
            return wrapper -> {
                String name = wrapper.getDescriptor().getPluginClass();
                try {
                    Class<?> type = wrapper.getPluginClassLoader().loadClass(name);
                    return new Adapted(type.asSubclass(FaztPlugin.class).getConstructor().newInstance());
                } catch (ReflectiveOperationException | ClassCastException | LinkageError e) {
                    Throwable cause = e.getCause() == null ? e : e.getCause();
                    throw new PluginRejected("'%s' can not be created: %s".formatted(name, cause), e);
                }
            };
        }
    }
}
