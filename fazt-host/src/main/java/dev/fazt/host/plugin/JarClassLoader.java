package dev.fazt.host.plugin;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassHierarchyResolver;
import java.net.URL;
import java.util.Set;
import org.pf4j.PluginClassLoader;
import org.pf4j.PluginDescriptor;
import org.pf4j.PluginManager;

/** Loads the classes of one plugin's jar, without what would end the process. */
final class JarClassLoader extends PluginClassLoader {
    static {
        registerAsParallelCapable();
    }

    private final Set<String> endingClasses;
    /** Looks into class files, and loads none. */
    private final ClassHierarchyResolver hierarchy =
            ClassHierarchyResolver.ofResourceParsing(this).orElse(ClassHierarchyResolver.defaultResolver());

    JarClassLoader(PluginManager manager, PluginDescriptor descriptor, ClassLoader gate, Set<String> endingClasses) {
        super(manager, descriptor, gate);
        this.endingClasses = endingClasses;
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        if (!endingClasses.contains(name)) {
            return super.findClass(name);
        }
        URL url = findResource(name.replace('.', '/') + ".class");
        if (url == null) {
            throw new ClassNotFoundException(name);
        }
        try (InputStream in = url.openStream()) {
            byte[] replaced = EndingCalls.replaced(in.readAllBytes(), hierarchy);
            return defineClass(name, replaced, 0, replaced.length);
        } catch (IOException | IllegalArgumentException e) {
            throw new ClassNotFoundException(name, e);
        }
    }

    /** Tells whether a class of that name was defined by this loader. */
    boolean hasDefined(String name) {
        Class<?> found = findLoadedClass(name);
        return found != null && found.getClassLoader() == this;
    }
}
