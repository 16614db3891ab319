package dev.fazt.plugin.sites.path;

import dev.fazt.plugin.sites.path.PathResolution.Outcome;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Are the addresses of a site whose pages all end in the same way.
 *
 * @param closed whether with a slash
 */
record UniformAddresses<F>(Map<String, F> files, boolean closed) implements Addresses<F> {

    @Override
    public Outcome<F> resolve(String path) {
        F exact = files.get(path);
        return exact != null && !path.endsWith(HTML) ? Outcome.file(exact) : page(path, exact);
    }

    private Outcome<F> page(String path, @Nullable F exact) {
        boolean slash = path.endsWith("/");
        if (slash == closed || path.equals("/")) {
            F shown = named(slash ? path.substring(0, path.length() - 1) : path);
            if (shown != null) {
                return Outcome.file(shown);
            }
        }
        String bare = Addresses.bare(path);
        if (exact != null && !path.endsWith("/" + INDEX) && files.containsKey(bare)) {
            // A file without an extension has the address that the page would have.
            return Outcome.file(exact);
        }
        if (named(bare) == null) {
            return Outcome.nothing();
        }
        return Outcome.redirect(closed || bare.isEmpty() ? bare + "/" : bare);
    }

    /** Returns the page of a name without an ending; of two, the one that looks like the address. */
    private @Nullable F named(String name) {
        F index = files.get(name + "/" + INDEX);
        F page = name.isEmpty() || name.endsWith("/index") ? null : files.get(name + HTML);
        F first = closed ? index : page;
        return first != null ? first : index != null ? index : page;
    }
}
