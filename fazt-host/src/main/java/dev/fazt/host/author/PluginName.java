package dev.fazt.host.author;

import dev.fazt.host.plugin.PluginId;
import java.util.Arrays;
import java.util.stream.Collectors;
import javax.lang.model.SourceVersion;

/**
 * Is how a new plugin is called, in each of the places where it has a name.
 *
 * @param id its id: the path segment of its routes and the noun of its commands
 * @param packageName the Java package of its classes
 */
public record PluginName(String id, String packageName) {
    private static final int LONGEST_PACKAGE = 100;

    public PluginName {
        PluginId.require(id);
        boolean foreign = packageName.matches("(java|javax|jdk|sun|dev\\.fazt\\.(api|host))(\\..*)?");
        if (foreign || packageName.length() > LONGEST_PACKAGE || !SourceVersion.isName(packageName)) {
            throw new IllegalArgumentException("'%s' is not a package for a plugin: write one of your own, like org.example.guestbook"
                    .formatted(packageName));
        }
    }

    /** Names a plugin whose package follows from its id. */
    public static PluginName of(String id) {
        PluginId.require(id);
        String word = id.replace("-", "");
        return new PluginName(id, "example." + (SourceVersion.isKeyword(word) ? word + "plugin" : word));
    }

    /** Returns the simple name of the class that is the plugin: {@code GuestBookPlugin} for {@code guest-book}. */
    public String className() {
        String camel = Arrays.stream(id.split("-", -1))
                .filter(word -> !word.isEmpty())
                .map(word -> Character.toUpperCase(word.charAt(0)) + word.substring(1))
                .collect(Collectors.joining());
        return camel.endsWith("Plugin") ? camel : camel + "Plugin";
    }

    /** Returns the name of its table. */
    public String table() {
        return id.replace('-', '_') + "_visits";
    }
}
