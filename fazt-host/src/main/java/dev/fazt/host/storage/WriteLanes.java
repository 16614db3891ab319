package dev.fazt.host.storage;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Are all lanes into the writer: one group for each plugin, in it a lane for each site that the plugin asks one for, and
 * beside them one group for the control plane, with a lane for each plugin. Thread-safe, but for {@link #next}.
 */
final class WriteLanes {
    private final ShareGroup root = new ShareGroup(null);
    private final ShareGroup control = new ShareGroup(root);
    private final Map<String, OfPlugin> plugins = new ConcurrentHashMap<>();

    /** Returns the lanes of a plugin, which are made when they are first asked for. */
    OfPlugin of(String plugin) {
        return plugins.computeIfAbsent(plugin, OfPlugin::new);
    }

    /** Takes the next unit that nobody has given up; null if none waits. The writer's alone. */
    @Nullable WorkUnit<?> next() {
        WorkUnit<?> unit = root.poll();
        while (unit != null && !unit.claim()) {
            unit = root.poll();
        }
        return unit;
    }

    /** Returns how often a lane has run out of work so far: all its callers wait for the commit then. */
    long departures() {
        return root.departures();
    }

    boolean isEmpty() {
        return root.isEmpty();
    }

    /** Returns how many units wait, by plugin; those of the control plane apart, as {@code control}. */
    Map<String, Integer> depths() {
        Map<String, Integer> depths = new TreeMap<>();
        depths.put("control", plugins.values().stream().mapToInt(lanes -> lanes.control.depth()).sum());
        plugins.values().forEach(lanes -> depths.put(lanes.plugin, lanes.depth()));
        return depths;
    }

    /** Are the lanes of one plugin. */
    final class OfPlugin {
        private final String plugin;
        private final ShareGroup group = new ShareGroup(root);
        private final WriteLane control;
        private final WriteLane general;
        private final Map<String, WriteLane> sites = new ConcurrentHashMap<>();

        private OfPlugin(String plugin) {
            this.plugin = plugin;
            this.control = new WriteLane(plugin, WriteLanes.this.control);
            this.general = new WriteLane(plugin, group);
        }

        String plugin() {
            return plugin;
        }

        /** Returns the lane for what an administrator asked for. */
        WriteLane control() {
            return control;
        }

        /** Returns the lane for what belongs to no site. */
        WriteLane general() {
            return general;
        }

        WriteLane site(String name) {
            return sites.computeIfAbsent(name, site -> new WriteLane(plugin + "' for the site '" + site, group));
        }

        /** Returns all of them as of now. */
        List<WriteLane> all() {
            var all = new ArrayList<>(sites.values());
            all.add(general);
            all.add(control);
            return all;
        }

        private int depth() {
            return general.depth() + sites.values().stream().mapToInt(WriteLane::depth).sum();
        }
    }
}
