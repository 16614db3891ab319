package dev.fazt.plugin.sites.path;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds the file that a path means, and the address that a file has.
 *
 * <p>Works on decoded paths with a leading slash, and on a map with such keys, so it needs no site to be tested.
 */
public final class PathResolution<F> {
    private final Map<String, F> files;
    private final Addresses<F> addresses;

    public PathResolution(Map<String, F> files, TrailingSlash slash) {
        this.files = files;
        this.addresses = switch (slash) {
            case AUTO -> new StoredAddresses<>(files);
            case ALWAYS -> new UniformAddresses<>(files, true);
            case NEVER -> new UniformAddresses<>(files, false);
        };
    }

    /** Is what became of a path: exactly one of a file, the path to redirect to, or neither. */
    public record Outcome<F>(@Nullable F file, @Nullable String redirect) {
        static <F> Outcome<F> file(F file) {
            return new Outcome<>(file, null);
        }

        static <F> Outcome<F> redirect(String path) {
            return new Outcome<>(null, path);
        }

        static <F> Outcome<F> nothing() {
            return new Outcome<>(null, null);
        }
    }

    /** Resolves a path. */
    public Outcome<F> resolve(String path) {
        return addresses.resolve(path);
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
        if (!file.endsWith(Addresses.HTML)) {
            return file;
        }
        String folder = file.substring(0, file.lastIndexOf('/') + 1);
        for (String candidate : List.of(folder, Addresses.bare(file), Addresses.bare(file) + "/", file)) {
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
        return page == null && singlePage ? files.get("/" + Addresses.INDEX) : page;
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
