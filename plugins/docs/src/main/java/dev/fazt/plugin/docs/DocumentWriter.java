package dev.fazt.plugin.docs;

import dev.fazt.api.FaztException;
import dev.fazt.api.storage.Json;
import dev.fazt.api.storage.Sql;
import dev.fazt.api.storage.Storage;
import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Creates, changes and deletes documents, each in one unit of work. Thread-safe. */
final class DocumentWriter {
    private static final String INSERT = """
            INSERT INTO documents (site, collection, id, body, created, updated, version) VALUES (?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (site, collection, id) DO NOTHING""";
    private static final String UPDATE = """
            UPDATE documents SET body = ?, updated = ?, version = ? WHERE site = ? AND collection = ? AND id = ?""";
    private static final String DELETE = "DELETE FROM documents WHERE site = ? AND collection = ? AND id = ?";

    private final Storage storage;
    private final Clock clock;
    private final DocumentJson json;
    private final IdempotencyStore keys;

    DocumentWriter(Storage storage, Clock clock, DocumentJson json, IdempotencyStore keys) {
        this.storage = storage;
        this.clock = clock;
        this.json = json;
        this.keys = keys;
    }

    /**
     * Is the outcome of a replacement.
     *
     * @param created whether the document was not there before
     */
    record Replaced(Document document, boolean created) {}

    /**
     * Inserts a document.
     *
     * @param id the caller's wish, or null
     * @throws FaztException 409 if the id is taken
     */
    Document insert(DocumentCollection collection, @Nullable DocumentId id, String body, @Nullable IdempotencyKey key) {
        long now = clock.millis();
        Document document = id == null
                ? new Document(DocumentId.next(now).text(), body, now, now, 1)
                : new Document(id.text(), body, now, now, firstVersion(now));
        return storage.forSite(collection.site()).write(sql -> {
            if (key != null) {
                Optional<Document> made = keys.find(sql, collection, key, body);
                if (made.isPresent()) {
                    return made.get();
                }
                keys.put(sql, collection, key, document);
            }
            if (!insert(sql, collection, document)) {
                throw FaztException.conflict("the id '%s' is taken in '%s'".formatted(document.id(), collection.name()));
            }
            return document;
        });
    }

    /**
     * Puts a document in the place of another, or where there was none.
     *
     * @param refusedCreate thrown if there was none, unless null
     * @param refusedUpdate thrown if there was one, unless null
     */
    Replaced replace(
            DocumentCollection collection,
            DocumentId id,
            String body,
            Precondition precondition,
            @Nullable FaztException refusedCreate,
            @Nullable FaztException refusedUpdate) {
        long now = clock.millis();
        return storage.forSite(collection.site()).write(sql -> {
            Optional<Document> before = DocumentStore.find(sql, collection, id.text());
            FaztException refused = before.isPresent() ? refusedUpdate : refusedCreate;
            if (refused != null) {
                throw refused;
            }
            precondition.check(before.map(Document::etag));
            if (before.isPresent()) {
                return new Replaced(update(sql, collection, before.get(), body, now), false);
            }
            Document document = new Document(id.text(), body, now, now, firstVersion(now));
            insert(sql, collection, document);
            return new Replaced(document, true);
        });
    }

    /**
     * Merges a patch into a document.
     *
     * <p>It is merged before the unit of work begins, which takes the result if the document is still the same; only if
     * another change came between is it merged again on the writer's thread. So a patch never fails for being one of many.
     *
     * @throws FaztException 404 or 412
     */
    Document patch(DocumentCollection collection, DocumentId id, ObjectNode patch, Precondition precondition) {
        Document seen = storage.read(sql -> DocumentStore.require(sql, collection, id.text()));
        String merged = merged(seen, patch);
        long now = clock.millis();
        return storage.forSite(collection.site()).write(sql -> {
            Document before = DocumentStore.require(sql, collection, id.text());
            precondition.check(Optional.of(before.etag()));
            String body = before.version() == seen.version() ? merged : merged(before, patch);
            return update(sql, collection, before, body, now);
        });
    }

    /**
     * Deletes a document.
     *
     * @throws FaztException 404 or 412
     */
    void delete(DocumentCollection collection, DocumentId id, Precondition precondition) {
        storage.forSite(collection.site()).write(sql -> {
            Document before = DocumentStore.require(sql, collection, id.text());
            precondition.check(Optional.of(before.etag()));
            return sql.update(DELETE, collection.site().name(), collection.name(), id.text());
        });
    }

    private String merged(Document before, ObjectNode patch) {
        return json.body(MergePatch.apply(json.stored(before.body()), patch.deepCopy()));
    }

    private static boolean insert(Sql sql, DocumentCollection collection, Document document) {
        return sql.update(
                        INSERT,
                        collection.site().name(),
                        collection.name(),
                        document.id(),
                        new Json(document.body()),
                        document.created(),
                        document.updated(),
                        document.version())
                == 1;
    }

    private static Document update(
            Sql sql, DocumentCollection collection, Document before, String body, long now) {
        long updated = Math.max(before.updated(), now);
        Document after = new Document(before.id(), body, before.created(), updated, before.version() + 1);
        sql.update(
                UPDATE,
                new Json(after.body()),
                after.updated(),
                after.version(),
                collection.site().name(),
                collection.name(),
                after.id());
        return after;
    }

    /** An id that a caller chose may be deleted and chosen again. Beginning at the time keeps its entity tags from recurring. */
    private static long firstVersion(long now) {
        return now;
    }
}
