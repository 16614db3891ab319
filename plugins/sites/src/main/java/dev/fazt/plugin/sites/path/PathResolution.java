package dev.fazt.plugin.sites.path;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds the file that a path means: clean URLs in the order of Cloudflare Pages.
 *
 * <p>Works on decoded paths with a leading slash, and on a map with such keys, so it needs no site to be tested.
 */
public final class PathResolution<F> {
    private static final String INDEX = "index.html";
    private static final String HTML = ".html";

    private final Map<String, F> files;
    private final TrailingSlash slash;

    public PathResolution(Map<String, F> files, TrailingSlash slash) {
        this.files = files;
        this.slash = slash;
    }

    /** Is what became of a path: exactly one of a file, the path to redirect to, or neither. */
    public record Outcome<F>(@Nullable F file, @Nullable String redirect) {
        private static <F> Outcome<F> file(F file) {
            return new Outcome<>(file, null);
        }

        private static <F> Outcome<F> redirect(String path) {
            return new Outcome<>(null, path);
        }
    }

    /** Resolves a path. */
    public Outcome<F> resolve(String path) {
        F exact = files.get(path);
        if (slash != TrailingSlash.AUTO) {
            return exact != null && !path.endsWith(HTML) ? Outcome.file(exact) : uniform(path, exact);
        }
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
        return files.containsKey(path + "/" + INDEX) ? Outcome.redirect(path + "/") : new Outcome<>(null, null);
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
        return !bare.isEmpty() && files.containsKey(bare + HTML) ? Outcome.redirect(bare) : new Outcome<>(null, null);
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
        return files.containsKey(bare + "/" + INDEX) ? Outcome.redirect(bare + "/") : new Outcome<>(null, null);
    }

    /** Resolves a path where all pages end in the same way. */
    private Outcome<F> uniform(String path, @Nullable F exact) {
        boolean closed = path.endsWith("/");
        if (closed == (slash == TrailingSlash.ALWAYS) || path.equals("/")) {
            F shown = named(closed ? path.substring(0, path.length() - 1) : path);
            if (shown != null) {
                return Outcome.file(shown);
            }
        }
        String bare = bare(path);
        if (exact != null && !path.endsWith("/" + INDEX) && files.containsKey(bare)) {
            // A file without an extension has the address that the page would have.
            return Outcome.file(exact);
        }
        if (named(bare) == null) {
            return new Outcome<>(null, null);
        }
        return Outcome.redirect(slash == TrailingSlash.ALWAYS || bare.isEmpty() ? bare + "/" : bare);
    }

    /** Returns the page of a name without an ending; of two, the one that looks like the address. */
    private @Nullable F named(String name) {
        F index = files.get(name + "/" + INDEX);
        F page = name.isEmpty() || name.endsWith("/index") ? null : files.get(name + HTML);
        F first = slash == TrailingSlash.ALWAYS ? index : page;
        return first != null ? first : index != null ? index : page;
    }

    /** Takes from a path whatever ways there are to name a page. */
    private static String bare(String path) {
        String bare = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        if (bare.endsWith(HTML)) {
            bare = bare.substring(0, bare.length() - HTML.length());
        }
        return bare.endsWith("/index") ? bare.substring(0, bare.length() - "/index".length()) : bare;
    }

    /** Finds the file that a path names, itself or by leading to it; null if there is none. */
    public @Nullable F page(String path) {
        F exact = files.get(path);
        if (exact != null) {
            return exact;
        }
        Outcome<F> outcome = resolve(path);
        return outcome.redirect() == null ? outcome.file() : resolve(outcome.redirect()).file();
    }

    /** Returns the address that a file has, of the several that lead to it. */
    public String address(String file) {
        if (!file.endsWith(HTML)) {
            return file;
        }
        String folder = file.substring(0, file.lastIndexOf('/') + 1);
        for (String candidate : List.of(folder, bare(file), bare(file) + "/", file)) {
            F shown = candidate.isEmpty() ? null : resolve(candidate).file();
            if (shown != null && shown.equals(files.get(file))) {
                return candidate;
            }
        }
        return file;
    }

    /**
     * Finds what to show with status 200 for a route of a single-page application; null if the site is none.
     *
     * @param singlePage whether the site says that it is one; {@code 200.html} says so too
     */
    public @Nullable F fallback(String path, boolean singlePage) {
        if (path.indexOf('.', path.lastIndexOf('/')) >= 0) {
            return null;
        }
        F page = files.get("/200.html");
        return page == null && singlePage ? files.get("/" + INDEX) : page;
    }

    /** Finds the {@code 404.html} nearest to a path, up the tree; null if the site has none. */
    public @Nullable F notFound(String path) {
        for (int slash = path.lastIndexOf('/'); slash >= 0; slash = path.lastIndexOf('/', slash - 1)) {
            F page = files.get(path.substring(0, slash + 1) + "404.html");
            if (page != null) {
                return page;
            }
            if (slash == 0) {
                break;
            }
        }
        return null;
    }
}
