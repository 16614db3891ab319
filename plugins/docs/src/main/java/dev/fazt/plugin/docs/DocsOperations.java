package dev.fazt.plugin.docs;

import dev.fazt.api.Caller;
import dev.fazt.api.FaztException;
import dev.fazt.api.PluginContext;
import dev.fazt.api.Site;
import dev.fazt.api.Sites;
import dev.fazt.api.operation.Description;
import dev.fazt.api.operation.Download;
import dev.fazt.api.operation.Operation;
import dev.fazt.api.operation.OperationCall;
import dev.fazt.plugin.docs.query.Cursor;
import dev.fazt.plugin.docs.query.FieldSelection;
import dev.fazt.plugin.docs.query.ListQuery;
import dev.fazt.plugin.docs.query.Sort;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Lets the owner look after the documents of all sites. Thread-safe. */
final class DocsOperations {
    private final Sites sites;
    private final Clock clock;
    private final Access access;
    private final RuleBook rules;
    private final DocumentStore documents;
    private final DocumentJson json = new DocumentJson();

    DocsOperations(Sites sites, Clock clock, Access access, RuleBook rules, DocumentStore documents) {
        this.sites = sites;
        this.clock = clock;
        this.access = access;
        this.rules = rules;
        this.documents = documents;
    }

    /** Names a site. */
    record OfSite(@Description("The site") String site) {}

    /** Names a collection. */
    record OfCollection(
            @Description("The site") String site, @Description("The collection") String collection) {}

    /** Says which documents are wanted. */
    record Listed(
            @Description("The site") String site,
            @Description("The collection") String collection,
            @Description("What the documents must be like, such as: age >= 18 && name ~ \"ann\"") @Nullable String filter,
            @Description("Fields to sort by, such as: -created,name") @Nullable String sort,
            @Description("How many, at most 500") @Nullable Integer limit,
            @Description("The cursor of the page before") @Nullable String cursor) {}

    /** Says which rules are to change. */
    record Changed(
            @Description("The site") String site,
            @Description("The collection") String collection,
            @Description("Who may read: nobody, token, session, owner or anyone") @Nullable String read,
            @Description("Who may create: nobody, token, session, owner or anyone") @Nullable String create,
            @Description("Who may update: nobody, token, session, owner or anyone") @Nullable String update,
            @Description("Who may delete: nobody, token, session, owner or anyone") @Nullable String delete) {}

    /** Describes a collection. */
    record CollectionSummary(
            String collection, long documents, String read, String create, String update, String delete) {}

    /** Lists collections. */
    record Collections(List<CollectionSummary> collections) {}

    /** Lists documents. */
    record Documents(List<Map<String, Object>> items, @Nullable String cursor) {}

    /** Tells the rules that hold now. */
    record RulesNow(String collection, String read, String create, String update, String delete) {}

    /** Tells how many documents were deleted, or would be. */
    record Dropped(String collection, long documents) {}

    void declare(PluginContext context) {
        context.operation(Operation.read(
                "docs.collections",
                "List the collections of a site with their sizes and rules",
                OfSite.class,
                Collections.class,
                (of, call) -> collections(site(of.site())))
                .on("site"));
        context.operation(Operation.read(
                "docs.list",
                "List documents of a collection",
                Listed.class,
                Documents.class,
                (listed, call) -> list(listed, call, context.json()))
                .on("site"));
        context.operation(Operation.read(
                "docs.export",
                "Export all documents of a collection as NDJSON",
                OfCollection.class,
                Download.class,
                (of, call) -> export(readable(of.site(), of.collection(), call.caller())))
                .on("site"));
        context.operation(Operation.write(
                "docs.rules",
                "Change who may read, create, update and delete documents of a collection",
                Changed.class,
                RulesNow.class,
                (changed, call) -> change(changed))
                .on("site"));
        context.operation(Operation.destroy(
                "docs.drop",
                "Delete all documents of a collection",
                OfCollection.class,
                Dropped.class,
                (of, call) -> drop(collection(of.site(), of.collection()), call))
                .on("site"));
    }

    private Collections collections(Site site) {
        Map<String, Long> counts = documents.counts(site);
        Map<String, Rules> given = rules.ofSite(site);
        TreeSet<String> names = new TreeSet<>(counts.keySet());
        names.addAll(given.keySet());
        return new Collections(names.stream()
                .map(name -> {
                    Rules here = given.getOrDefault(name, Rules.DEFAULT);
                    return new CollectionSummary(
                            name,
                            counts.getOrDefault(name, 0L),
                            here.read().text(),
                            here.create().text(),
                            here.update().text(),
                            here.delete().text());
                })
                .toList());
    }

    private Documents list(Listed listed, OperationCall call, JsonMapper mapper) {
        DocumentCollection collection = readable(listed.site(), listed.collection(), call.caller());
        Map<String, String> parameters = new HashMap<>();
        put(parameters, "filter", listed.filter());
        put(parameters, "sort", listed.sort());
        put(parameters, "cursor", listed.cursor());
        put(parameters, "limit", listed.limit() == null ? null : listed.limit().toString());
        ListQuery query = ListQuery.parse(parameters, clock.instant());
        DocumentStore.Page page = documents.list(collection, query);
        return new Documents(
                page.documents().stream().map(document -> fields(document, mapper)).toList(),
                PageJson.cursor(page, query, json).orElse(null));
    }

    @SuppressWarnings("unchecked") // A JSON object is read as a map from its names.
    private Map<String, Object> fields(Document document, JsonMapper mapper) {
        return mapper.convertValue(json.stored(document.json()), Map.class);
    }

    private static void put(Map<String, String> parameters, String name, @Nullable String value) {
        if (value != null) {
            parameters.put(name, value);
        }
    }

    private Download export(DocumentCollection collection) {
        return new Download(
                "application/x-ndjson",
                collection.site().name() + "-" + collection.name() + ".ndjson",
                out -> export(collection, out));
    }

    /** Reads page by page, so that no reader of the storage waits for a slow network. */
    private void export(DocumentCollection collection, OutputStream out) throws IOException {
        Optional<Cursor> cursor = Optional.empty();
        DocumentStore.Page page;
        do {
            ListQuery query = new ListQuery(
                    Optional.empty(), Sort.BY_ID, FieldSelection.ALL, ListQuery.MAX_LIMIT, cursor, false);
            page = documents.list(collection, query);
            for (Document document : page.documents()) {
                out.write(document.bytes());
                out.write('\n');
            }
            cursor = PageJson.cursor(page, query, json).map(text -> Cursor.parse(text, Sort.BY_ID));
        } while (cursor.isPresent());
    }

    private Dropped drop(DocumentCollection collection, OperationCall call) {
        long present = documents.counts(collection.site()).getOrDefault(collection.name(), 0L);
        return new Dropped(
                collection.name(),
                call.dryRun()
                        ? present
                        : documents.drop(collection, dropped -> call.progress().report("deleting documents", dropped, present)));
    }

    private RulesNow change(Changed changed) {
        DocumentCollection collection = collection(changed.site(), changed.collection());
        Rules now = rules.change(
                collection,
                before -> new Rules(
                        rule("read", changed.read(), before.read()),
                        rule("create", changed.create(), before.create()),
                        rule("update", changed.update(), before.update()),
                        rule("delete", changed.delete(), before.delete())));
        return new RulesNow(
                collection.name(), now.read().text(), now.create().text(), now.update().text(), now.delete().text());
    }

    private static Rule rule(String field, @Nullable String wanted, Rule before) {
        return wanted == null ? before : Rule.parse(field, wanted);
    }

    /** The owner reads everything here; a token only what it could read on the site, since its scope is the same. */
    private DocumentCollection readable(String site, String name, Caller caller) {
        DocumentCollection collection = collection(site, name);
        if (caller.kind() != Caller.Kind.OWNER) {
            access.require(caller, Action.READ, collection);
        }
        return collection;
    }

    private DocumentCollection collection(String site, String name) {
        return new DocumentCollection(site(site), name);
    }

    private Site site(String name) {
        return sites.find(name)
                .orElseThrow(() -> FaztException.notFound("there is no site '%s'".formatted(name)));
    }
}
