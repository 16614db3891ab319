package dev.fazt.plugin.docs;

import dev.fazt.api.FaztException;
import dev.fazt.api.Site;
import dev.fazt.api.storage.Row;
import dev.fazt.api.storage.Sql;
import dev.fazt.api.storage.Storage;
import dev.fazt.plugin.docs.query.ListQuery;
import dev.fazt.plugin.docs.query.SqlText;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongConsumer;

/** Finds documents, and empties collections. Thread-safe. */
final class DocumentStore {
    /** A page ends early behind this many characters, so that 500 documents of 1 MiB do not fill the memory. */
    private static final int PAGE_CHARACTERS = 512 << 10;

    private static final int DROPPED_AT_ONCE = 500;
    private static final int MAX_COLLECTIONS = 1_000;

    private static final String COLUMNS = "SELECT id, body, created, updated, version FROM documents";
    private static final String IN_COLLECTION = " WHERE site = ? AND collection = ?";
    private static final String FIND = COLUMNS + IN_COLLECTION + " AND id = ?";
    private static final String COUNTS = """
            SELECT collection, COUNT(*) AS documents FROM documents WHERE site = ?
            GROUP BY collection ORDER BY collection LIMIT ?""";
    private static final String LAST = "SELECT id FROM documents" + IN_COLLECTION + " ORDER BY id DESC LIMIT 1";
    private static final String DROP = """
            DELETE FROM documents WHERE site = ? AND collection = ? AND id IN (
                SELECT id FROM documents WHERE site = ? AND collection = ? AND id <= ? ORDER BY id LIMIT ?)""";

    private final Storage storage;

    DocumentStore(Storage storage) {
        this.storage = storage;
    }

    /**
     * Is one page of a list.
     *
     * @param more whether there are documents behind the last of these
     * @param count of all documents that the filter lets through, if it was asked for
     */
    record Page(List<Document> documents, boolean more, OptionalLong count) {
        Page {
            documents = List.copyOf(documents);
        }
    }

    /**
     * Returns a document.
     *
     * @throws FaztException 404
     */
    Document get(DocumentCollection collection, DocumentId id) {
        return storage.read(sql -> require(sql, collection, id.text()));
    }

    Page list(DocumentCollection collection, ListQuery query) {
        SqlText page = inCollection(COLUMNS, collection);
        query.page(page);
        return storage.read(sql -> {
            Batch batch = new Batch(query.limit());
            sql.each(page.text(), batch::add, page.parameters());
            return new Page(batch.documents, batch.more, query.count() ? count(sql, collection, query) : OptionalLong.empty());
        });
    }

    private static OptionalLong count(Sql sql, DocumentCollection collection, ListQuery query) {
        SqlText count = inCollection("SELECT COUNT(*) AS documents FROM documents", collection);
        query.restrict(count);
        return OptionalLong.of(sql.first(count.text(), row -> row.integer("documents"), count.parameters())
                .orElse(0L));
    }

    /** Returns how many documents each collection of a site has, by name. */
    Map<String, Long> counts(Site site) {
        return storage.read(sql -> {
            Map<String, Long> counts = new HashMap<>();
            sql.each(
                    COUNTS,
                    row -> counts.put(row.text("collection"), row.integer("documents")),
                    site.name(),
                    MAX_COLLECTIONS);
            return counts;
        });
    }

    /** Deletes all documents that a collection has now, a few at a time so that others can write between. */
    long drop(DocumentCollection collection, LongConsumer progress) {
        String site = collection.site().name();
        String name = collection.name();
        Optional<String> last = storage.read(sql -> sql.first(LAST, row -> row.text("id"), site, name));
        if (last.isEmpty()) {
            return 0;
        }
        long dropped = 0;
        int batch;
        do {
            batch = storage.write(sql -> sql.update(DROP, site, name, site, name, last.get(), DROPPED_AT_ONCE));
            dropped += batch;
            progress.accept(dropped);
        } while (batch == DROPPED_AT_ONCE);
        return dropped;
    }

    static Optional<Document> find(Sql sql, DocumentCollection collection, String id) {
        return sql.first(FIND, DocumentStore::document, collection.site().name(), collection.name(), id);
    }

    static Document require(Sql sql, DocumentCollection collection, String id) {
        return find(sql, collection, id)
                .orElseThrow(() -> FaztException.notFound(
                        "there is no document '%s' in '%s'".formatted(id, collection.name())));
    }

    private static SqlText inCollection(String select, DocumentCollection collection) {
        return new SqlText()
                .append(select)
                .append(" WHERE site = ")
                .bind(collection.site().name())
                .append(" AND collection = ")
                .bind(collection.name());
    }

    private static Document document(Row row) {
        return new Document(
                row.text("id"),
                row.text("body"),
                row.integer("created"),
                row.integer("updated"),
                row.integer("version"));
    }

    /** Takes rows until the page is full, and notices that there was another. */
    private static final class Batch {
        private final int limit;
        private final List<Document> documents = new ArrayList<>();
        private boolean more;
        private int characters;

        Batch(int limit) {
            this.limit = limit;
        }

        void add(Row row) {
            if (more || documents.size() == limit || characters >= PAGE_CHARACTERS) {
                more = true;
                return;
            }
            Document document = document(row);
            documents.add(document);
            characters += document.body().length();
        }
    }
}
