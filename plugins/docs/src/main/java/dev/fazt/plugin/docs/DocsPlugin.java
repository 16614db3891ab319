package dev.fazt.plugin.docs;

import dev.fazt.api.FaztPlugin;
import dev.fazt.api.PluginContext;
import java.time.Duration;

/** Offers documents at {@code /_fazt/docs/{collection}} of every site, and their care as operations. */
public final class DocsPlugin implements FaztPlugin {

    @Override
    public void start(PluginContext context) {
        DocumentJson json = new DocumentJson();
        DocumentStore documents = new DocumentStore(context.storage());
        IdempotencyStore keys = new IdempotencyStore(context.clock());
        RuleBook rules = RuleBook.load(context.storage());
        Access access = new Access(rules);
        DocumentWriter writer = new DocumentWriter(context.storage(), context.clock(), json, keys);

        context.routes().onSites(new DocumentService(context.id(), context.clock(), access, json, documents, writer));
        new DocsOperations(context.sites(), context.clock(), access, rules, documents).declare(context);
        context.every("idempotency keys", Duration.ofMinutes(10), () -> keys.sweep(context.storage()));
    }
}
