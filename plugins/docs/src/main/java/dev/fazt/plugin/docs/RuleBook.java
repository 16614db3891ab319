package dev.fazt.plugin.docs;

import dev.fazt.api.Site;
import dev.fazt.api.storage.Row;
import dev.fazt.api.storage.Storage;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Keeps the rules of all collections: durably in the data file, and in memory, so that asking costs a look-up. Thread-safe.
 */
final class RuleBook {
    private static final String SELECT =
            "SELECT site, collection, read_rule, create_rule, update_rule, delete_rule FROM collection_rules";
    private static final String UPSERT = """
            INSERT INTO collection_rules (site, collection, read_rule, create_rule, update_rule, delete_rule)
            VALUES (?, ?, ?, ?, ?, ?)
            ON CONFLICT (site, collection) DO UPDATE SET read_rule = excluded.read_rule,
                create_rule = excluded.create_rule, update_rule = excluded.update_rule, delete_rule = excluded.delete_rule""";

    private final Storage storage;

    /** Immutable; replaced on the writer's thread only, so no change is lost. */
    private volatile Map<DocumentCollection, Rules> known;

    private RuleBook(Storage storage, Map<DocumentCollection, Rules> known) {
        this.storage = storage;
        this.known = known;
    }

    static RuleBook load(Storage storage) {
        Map<DocumentCollection, Rules> found = new HashMap<>();
        storage.read(sql -> {
            sql.each(
                    SELECT,
                    row -> found.put(
                            new DocumentCollection(new Site(row.text("site")), row.text("collection")),
                            rules(row)));
            return found.size();
        });
        return new RuleBook(storage, Map.copyOf(found));
    }

    Rules of(DocumentCollection collection) {
        return known.getOrDefault(collection, Rules.DEFAULT);
    }

    /** Returns the collections of a site that were given rules. */
    Map<String, Rules> ofSite(Site site) {
        Map<String, Rules> found = new HashMap<>();
        known.forEach((collection, rules) -> {
            if (collection.site().equals(site)) {
                found.put(collection.name(), rules);
            }
        });
        return found;
    }

    /** Changes the rules of a collection; they hold from the moment this returns. */
    Rules change(DocumentCollection collection, UnaryOperator<Rules> change) {
        return storage.write(sql -> {
            // Units in one transaction see memory before each other's commits: the file decides what is there.
            Rules before = sql.first(
                            SELECT + " WHERE site = ? AND collection = ?",
                            RuleBook::rules,
                            collection.site().name(),
                            collection.name())
                    .orElse(Rules.DEFAULT);
            Rules rules = change.apply(before);
            sql.update(
                    UPSERT,
                    collection.site().name(),
                    collection.name(),
                    rules.read().text(),
                    rules.create().text(),
                    rules.update().text(),
                    rules.delete().text());
            sql.afterCommit(() -> remember(collection, rules));
            return rules;
        });
    }

    private synchronized void remember(DocumentCollection collection, Rules rules) {
        Map<DocumentCollection, Rules> next = new HashMap<>(known);
        next.put(collection, rules);
        known = Map.copyOf(next);
    }

    private static Rules rules(Row row) {
        return new Rules(
                Rule.parse("read", row.text("read_rule")),
                Rule.parse("create", row.text("create_rule")),
                Rule.parse("update", row.text("update_rule")),
                Rule.parse("delete", row.text("delete_rule")));
    }
}
