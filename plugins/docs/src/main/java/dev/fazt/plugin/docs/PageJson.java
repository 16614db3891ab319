package dev.fazt.plugin.docs;

import dev.fazt.plugin.docs.query.Cursor;
import dev.fazt.plugin.docs.query.ListQuery;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** Writes a page of a list: {@code {"items": […], "cursor": "…", "count": 12}}; without a cursor it is the last page. */
final class PageJson {
    private PageJson() {}

    static byte[] of(DocumentStore.Page page, ListQuery query, DocumentJson json) {
        StringBuilder text = new StringBuilder(page.documents().size() * 256 + 64).append("{\"items\":[");
        String separator = "";
        for (Document document : page.documents()) {
            // The text that is stored is the text that is sent, unless only some fields are wanted.
            text.append(separator)
                    .append(query.fields().all() ? document.json() : query.fields().of(json.stored(document.json())));
            separator = ",";
        }
        text.append(']');
        cursor(page, query, json).ifPresent(cursor -> text.append(",\"cursor\":\"").append(cursor).append('"'));
        page.count().ifPresent(count -> text.append(",\"count\":").append(count));
        return text.append('}').toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Returns where the next page begins, if there is one. */
    static Optional<String> cursor(DocumentStore.Page page, ListQuery query, DocumentJson json) {
        List<Document> documents = page.documents();
        if (!page.more() || documents.isEmpty()) {
            return Optional.empty();
        }
        Document last = documents.getLast();
        ObjectNode fields = json.stored(last.body());
        fields.put("id", last.id()).put("created", last.created()).put("updated", last.updated());
        return Optional.of(Cursor.behind(fields, query.sort()).text(query.sort()));
    }
}
