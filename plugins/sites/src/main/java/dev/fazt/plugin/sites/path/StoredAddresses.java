package dev.fazt.plugin.sites.path;

import dev.fazt.plugin.sites.path.PathResolution.Outcome;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Are the addresses of Cloudflare Pages, in its order: a page is shown as it is stored, {@code x.html} at {@code /x} and {@code
 * x/index.html} at {@code /x/}.
 */
record StoredAddresses<F>(Map<String, F> files) implements Addresses<F> {

    @Override
    public Outcome<F> resolve(String path) {
        F exact = files.get(path);
        if (path.endsWith("/")) {
            return folder(path);
        }
        if (path.endsWith("/" + INDEX) || (exact == null && path.endsWith("/index"))) {
            Outcome<F> index = index(path.substring(0, path.lastIndexOf('/') + 1), exact);
            if (index != null) {
                return index;
            }
        }
        if (path.endsWith(HTML)) {
            return page(path, exact);
        }
        if (exact != null) {
            return Outcome.file(exact);
        }
        F page = files.get(path + HTML);
        if (page != null) {
            return Outcome.file(page);
        }
        return files.containsKey(path + "/" + INDEX) ? Outcome.redirect(path + "/") : Outcome.nothing();
    }

    /** Resolves {@code /x/}. */
    private Outcome<F> folder(String path) {
        F index = files.get(path + INDEX);
        if (index != null) {
            return Outcome.file(index);
        }
        String bare = path.substring(0, path.length() - 1);
        if (bare.endsWith("/index")) {
            String parent = bare.substring(0, bare.length() - "index".length());
            if (files.containsKey(parent + INDEX)) {
                return Outcome.redirect(parent);
            }
        }
        return !bare.isEmpty() && files.containsKey(bare + HTML) ? Outcome.redirect(bare) : Outcome.nothing();
    }

    /** Resolves {@code /x/index} and {@code /x/index.html}; null if there is no such page. */
    private @Nullable Outcome<F> index(String parent, @Nullable F exact) {
        if (exact != null || files.containsKey(parent + INDEX)) {
            return Outcome.redirect(parent);
        }
        String bare = parent.substring(0, parent.length() - 1);
        if (bare.isEmpty() || !files.containsKey(bare + HTML)) {
            return null;
        }
        // A folder may be called index too: one redirect is enough.
        Outcome<F> led = resolve(bare);
        return led.file() != null ? Outcome.redirect(bare) : led;
    }

    /** Resolves {@code /x.html}. */
    private Outcome<F> page(String path, @Nullable F exact) {
        String bare = path.substring(0, path.length() - HTML.length());
        if (exact != null) {
            // Not where the shorter address shows something else, such as a file without an extension.
            return !bare.endsWith("/") && exact.equals(resolve(bare).file())
                    ? Outcome.redirect(bare)
                    : Outcome.file(exact);
        }
        F page = files.get(path + HTML);
        if (page != null) {
            return Outcome.file(page);
        }
        return files.containsKey(bare + "/" + INDEX) ? Outcome.redirect(bare + "/") : Outcome.nothing();
    }
}
