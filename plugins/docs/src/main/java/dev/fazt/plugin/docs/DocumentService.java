package dev.fazt.plugin.docs;

import dev.fazt.api.Caller;
import dev.fazt.api.FaztException;
import dev.fazt.api.http.SiteRequest;
import dev.fazt.plugin.docs.query.ListQuery;
import io.helidon.common.uri.UriQuery;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Answers {@code /_fazt/docs/{collection}} and {@code /_fazt/docs/{collection}/{id}}. Thread-safe. */
final class DocumentService implements HttpService {
    private static final HeaderName IDEMPOTENCY_KEY = HeaderNames.create("Idempotency-Key");
    private static final Set<String> JSON = Set.of("application/json");
    private static final Set<String> PATCHES = Set.of("application/merge-patch+json", "application/json");

    private final String plugin;
    private final Clock clock;
    private final Access access;
    private final DocumentJson json;
    private final DocumentStore documents;
    private final DocumentWriter writer;

    DocumentService(
            String plugin,
            Clock clock,
            Access access,
            DocumentJson json,
            DocumentStore documents,
            DocumentWriter writer) {
        this.plugin = plugin;
        this.clock = clock;
        this.access = access;
        this.json = json;
        this.documents = documents;
        this.writer = writer;
    }

    @Override
    public void routing(HttpRules rules) {
        rules.post("/{collection}", this::create)
                .get("/{collection}", this::list)
                .get("/{collection}/{id}", this::get)
                .put("/{collection}/{id}", this::replace)
                .patch("/{collection}/{id}", this::patch)
                .delete("/{collection}/{id}", this::delete);
    }

    private void create(ServerRequest request, ServerResponse response) {
        SiteRequest site = SiteRequest.of(request);
        DocumentCollection collection = collection(request, site);
        access.require(site.caller(), Action.CREATE, collection);
        ObjectNode sent = body(request, JSON);
        DocumentId id = chosenId(sent);
        String body = json.body(sent);
        Precondition precondition = precondition(request);
        Document made;
        if (id != null && !precondition.equals(Precondition.NONE)) {
            made = writer.replace(
                            collection, id, body, precondition, null, FaztException.preconditionFailed("the id is taken"))
                    .document();
        } else {
            made = writer.insert(collection, id, body, idempotencyKey(request, site.caller(), id, body));
        }
        DocumentReply.of(request, response)
                .location(site.basePath() + "/_fazt/" + plugin + "/" + collection.name() + "/" + made.id())
                .created(made);
    }

    private void list(ServerRequest request, ServerResponse response) {
        SiteRequest site = SiteRequest.of(request);
        DocumentCollection collection = collection(request, site);
        access.require(site.caller(), Action.READ, collection);
        ListQuery query = ListQuery.parse(parameters(request.query()), clock.instant());
        byte[] page = PageJson.of(documents.list(collection, query), query, json);
        DocumentReply.of(request, response).page(page);
    }

    private void get(ServerRequest request, ServerResponse response) {
        SiteRequest site = SiteRequest.of(request);
        DocumentCollection collection = collection(request, site);
        access.require(site.caller(), Action.READ, collection);
        Document document = documents.get(collection, id(request));
        Optional<String> etag = Optional.of(document.etag());
        Precondition precondition = precondition(request);
        if (precondition.unchanged(etag)) {
            DocumentReply.of(request, response).unchanged(document);
            return;
        }
        precondition.check(etag);
        DocumentReply.of(request, response).found(document);
    }

    private void replace(ServerRequest request, ServerResponse response) {
        SiteRequest site = SiteRequest.of(request);
        DocumentCollection collection = collection(request, site);
        FaztException noCreate = refusal(site.caller(), Action.CREATE, collection);
        FaztException noUpdate = refusal(site.caller(), Action.UPDATE, collection);
        if (noCreate != null && noUpdate != null) {
            throw noUpdate;
        }
        DocumentId id = id(request);
        String body = json.body(body(request, JSON));
        DocumentWriter.Replaced replaced =
                writer.replace(collection, id, body, precondition(request), noCreate, noUpdate);
        DocumentReply reply = DocumentReply.of(request, response);
        if (replaced.created()) {
            reply.location(site.basePath() + "/_fazt/" + plugin + "/" + collection.name() + "/" + id.text())
                    .created(replaced.document());
        } else {
            reply.changed(replaced.document());
        }
    }

    private void patch(ServerRequest request, ServerResponse response) {
        SiteRequest site = SiteRequest.of(request);
        DocumentCollection collection = collection(request, site);
        access.require(site.caller(), Action.UPDATE, collection);
        ObjectNode patch = body(request, PATCHES);
        Document changed = writer.patch(collection, id(request), patch, precondition(request));
        DocumentReply.of(request, response).changed(changed);
    }

    private void delete(ServerRequest request, ServerResponse response) {
        SiteRequest site = SiteRequest.of(request);
        DocumentCollection collection = collection(request, site);
        access.require(site.caller(), Action.DELETE, collection);
        writer.delete(collection, id(request), precondition(request));
        response.status(Status.NO_CONTENT_204).send();
    }

    private @Nullable FaztException refusal(Caller caller, Action action, DocumentCollection collection) {
        return access.allows(caller, action, collection) ? null : access.refusal(caller, action, collection);
    }

    private ObjectNode body(ServerRequest request, Set<String> types) {
        String type = request.headers()
                .contentType()
                .map(given -> given.mediaType().text())
                .orElse("none");
        if (!types.contains(type)) {
            throw FaztException.unsupportedMediaType(
                    "the content type is %s: send %s".formatted(type, String.join(" or ", types)));
        }
        if (!request.content().hasEntity()) {
            throw FaztException.badRequest("the body is empty: send a JSON object");
        }
        return json.read(
                request.content().inputStream(), request.headers().contentLength().orElse(Long.MAX_VALUE));
    }

    private static @Nullable DocumentId chosenId(ObjectNode sent) {
        JsonNode id = sent.path("id");
        if (id.isMissingNode() || id.isNull()) {
            return null;
        }
        if (!id.isString()) {
            throw FaztException.invalid("id", "an id is a string");
        }
        return new DocumentId(id.stringValue());
    }

    private static @Nullable IdempotencyKey idempotencyKey(
            ServerRequest request, Caller caller, @Nullable DocumentId id, String body) {
        return request.headers()
                .value(IDEMPOTENCY_KEY)
                .map(value -> IdempotencyKey.of(caller, value, (id == null ? "" : id.text()) + "\n" + body))
                .orElse(null);
    }

    private static DocumentCollection collection(ServerRequest request, SiteRequest site) {
        return new DocumentCollection(site.site(), request.path().pathParameters().get("collection"));
    }

    private static DocumentId id(ServerRequest request) {
        return new DocumentId(request.path().pathParameters().get("id"));
    }

    private static Precondition precondition(ServerRequest request) {
        return Precondition.of(
                request.headers().value(HeaderNames.IF_MATCH), request.headers().value(HeaderNames.IF_NONE_MATCH));
    }

    private static Map<String, String> parameters(UriQuery query) {
        Map<String, String> parameters = new HashMap<>();
        for (String name : query.names()) {
            if (query.all(name).size() > 1) {
                throw FaztException.invalid(name, "'%s' is given twice".formatted(name));
            }
            parameters.put(name, query.get(name));
        }
        return parameters;
    }
}
