package dev.fazt.plugin.docs;

import dev.fazt.api.FaztException;
import dev.fazt.api.storage.Sql;
import dev.fazt.api.storage.Storage;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/** Remembers for a day which document an idempotency key made. Thread-safe. */
final class IdempotencyStore {
    private static final Duration KEPT = Duration.ofHours(24);
    private static final int SWEPT_AT_ONCE = 1_000;

    private static final String FIND = """
            SELECT fingerprint, document_id, document_version, created FROM document_idempotency
            WHERE site = ? AND collection = ? AND caller = ? AND idempotency_key = ? AND created > ?""";
    private static final String PUT = """
            INSERT INTO document_idempotency
                (site, collection, caller, idempotency_key, fingerprint, document_id, document_version, created)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (site, collection, caller, idempotency_key) DO UPDATE SET fingerprint = excluded.fingerprint,
                document_id = excluded.document_id, document_version = excluded.document_version,
                created = excluded.created""";
    private static final String SWEEP = """
            DELETE FROM document_idempotency WHERE (site, collection, caller, idempotency_key) IN (
                SELECT site, collection, caller, idempotency_key FROM document_idempotency
                WHERE created <= ? ORDER BY created LIMIT ?)""";

    private final Clock clock;

    IdempotencyStore(Clock clock) {
        this.clock = clock;
    }

    /**
     * Finds the document that an earlier request with the key made, as it was then: the body is the one that is sent again.
     *
     * @throws FaztException 422 if the key was sent with something else
     */
    Optional<Document> find(Sql sql, DocumentCollection collection, IdempotencyKey key, String body) {
        return sql.first(
                FIND,
                row -> {
                    if (!row.text("fingerprint").equals(key.fingerprint())) {
                        throw FaztException.invalid(
                                "Idempotency-Key", "this key was used for another document: use a new key for each");
                    }
                    long created = row.integer("created");
                    return new Document(
                            row.text("document_id"), body, created, created, row.integer("document_version"));
                },
                collection.site().name(),
                collection.name(),
                key.caller(),
                key.value(),
                horizon());
    }

    void put(Sql sql, DocumentCollection collection, IdempotencyKey key, Document made) {
        sql.update(
                PUT,
                collection.site().name(),
                collection.name(),
                key.caller(),
                key.value(),
                key.fingerprint(),
                made.id(),
                made.version(),
                made.created());
    }

    /** Forgets keys that are a day old, in units that hold the writer up only briefly. */
    void sweep(Storage storage) {
        long horizon = horizon();
        int swept;
        do {
            swept = storage.write(sql -> sql.update(SWEEP, horizon, SWEPT_AT_ONCE));
        } while (swept == SWEPT_AT_ONCE);
    }

    private long horizon() {
        return clock.instant().minus(KEPT).toEpochMilli();
    }
}
