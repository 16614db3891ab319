package dev.fazt.plugin.sites.access;

import dev.fazt.api.Site;
import dev.fazt.api.storage.Row;
import dev.fazt.api.storage.Sql;
import dev.fazt.api.storage.Storage;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** Stores who may see what, and keeps what requests ask for in memory. Thread-safe. */
public final class AccessStore {
    private static final int KEY_BYTES = 32;
    private static final int MOST_LINKS = 1_000;
    private static final SecureRandom RANDOM = new SecureRandom();

    private static final String INSERT_KEY = "INSERT INTO access_keys (id, secret) VALUES (1, ?) ON CONFLICT (id) DO NOTHING";
    private static final String KEY = "SELECT secret FROM access_keys WHERE id = 1";
    private static final String PASSWORD =
            "SELECT previews_only, salt, iterations, hash, version FROM site_passwords WHERE site = ?";
    private static final String SET_PASSWORD = "INSERT INTO site_passwords"
            + " (site, previews_only, salt, iterations, hash, version) VALUES (?, ?, ?, ?, ?, ?)"
            + " ON CONFLICT (site) DO UPDATE SET previews_only = excluded.previews_only, salt = excluded.salt,"
            + " iterations = excluded.iterations, hash = excluded.hash, version = excluded.version";
    private static final String REMOVE_PASSWORD = "DELETE FROM site_passwords WHERE site = ?";
    private static final String LINKS = "SELECT id, path, created_at, expires_at FROM share_links"
            + " WHERE site = ? AND expires_at > ? ORDER BY created_at DESC LIMIT ?";
    private static final String SECRET = "SELECT secret_hash FROM share_links WHERE site = ? AND id = ?";
    private static final String ADD_LINK = "INSERT INTO share_links"
            + " (id, site, path, secret_hash, created_at, expires_at) VALUES (?, ?, ?, ?, ?, ?)";
    private static final String REMOVE_LINK = "DELETE FROM share_links WHERE site = ? AND id = ?";
    private static final String FORGET_LINKS = "DELETE FROM share_links WHERE site = ? AND expires_at <= ?";

    private final Storage storage;
    private final byte[] key;
    private final ConcurrentHashMap<Site, Protection> protections = new ConcurrentHashMap<>();

    private AccessStore(Storage storage, byte[] key) {
        this.storage = storage;
        this.key = key;
    }

    /** Opens the store, and makes the key of this data file if it is the first time. */
    public static AccessStore open(Storage storage) {
        byte[] fresh = new byte[KEY_BYTES];
        RANDOM.nextBytes(fresh);
        byte[] key = storage.read(sql -> sql.first(KEY, row -> row.bytes("secret")))
                .orElseGet(() -> storage.write(sql -> {
                    sql.update(INSERT_KEY, (Object) fresh);
                    return sql.first(KEY, row -> row.bytes("secret")).orElseThrow();
                }));
        return new AccessStore(storage, key);
    }

    byte[] key() {
        return key;
    }

    /** Returns what visitors of a site need, from memory if it was asked before. */
    Protection of(Site site) {
        Protection known = protections.get(site);
        return known != null ? known : protections.computeIfAbsent(site, this::read);
    }

    private Protection read(Site site) {
        // Links that ended are no harm: each says itself until when it opens.
        return storage.read(sql -> {
            Map<String, ShareLink> links = new LinkedHashMap<>();
            sql.query(LINKS, AccessStore::link, site.name(), 0L, MOST_LINKS).forEach(link -> links.put(link.id(), link));
            return sql.first(PASSWORD, row -> protection(row, links), site.name())
                    .orElseGet(() -> new Protection(null, false, "", links));
        });
    }

    private static Protection protection(Row row, Map<String, ShareLink> links) {
        Password password =
                new Password(row.bytes("salt"), (int) row.integer("iterations"), row.bytes("hash"));
        return new Protection(password, row.flag("previews_only"), row.text("version"), links);
    }

    private static ShareLink link(Row row) {
        return new ShareLink(
                row.text("id"),
                row.text("path"),
                Instant.ofEpochMilli(row.integer("created_at")),
                Instant.ofEpochMilli(row.integer("expires_at")));
    }

    /** Runs a change, and shows it to requests before it returns. */
    private void change(Site site, Consumer<Sql> work) {
        storage.write(sql -> {
            work.accept(sql);
            return site;
        });
        protections.compute(site, (same, old) -> read(site));
    }

    void protect(Site site, Password password, boolean previewsOnly) {
        change(site, sql -> sql.update(
                SET_PASSWORD,
                site.name(),
                previewsOnly,
                password.salt(),
                password.iterations(),
                password.hash(),
                UUID.randomUUID().toString()));
    }

    void unprotect(Site site) {
        change(site, sql -> sql.update(REMOVE_PASSWORD, site.name()));
    }

    void add(Site site, ShareLink link, byte[] secretHash, Instant now) {
        change(site, sql -> {
            sql.update(FORGET_LINKS, site.name(), now.toEpochMilli());
            sql.update(
                    ADD_LINK,
                    link.id(),
                    site.name(),
                    link.path(),
                    secretHash,
                    link.createdAt().toEpochMilli(),
                    link.expiresAt().toEpochMilli());
        });
    }

    void remove(Site site, String id) {
        change(site, sql -> sql.update(REMOVE_LINK, site.name(), id));
    }

    /** Finds a link by what its address holds; empty if the secret is not that of the link. */
    Optional<ShareLink> find(Site site, String id, byte[] secretHash) {
        Optional<byte[]> kept = storage.read(sql -> sql.first(SECRET, row -> row.bytes("secret_hash"), site.name(), id));
        return kept.isPresent() && MessageDigest.isEqual(kept.get(), secretHash)
                ? Optional.ofNullable(of(site).links().get(id))
                : Optional.empty();
    }
}
