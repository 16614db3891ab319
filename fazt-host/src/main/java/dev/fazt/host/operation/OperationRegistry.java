package dev.fazt.host.operation;

import dev.fazt.api.operation.Download;
import dev.fazt.api.operation.Operation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/** Is all operations of a server by their names. Immutable. */
public final class OperationRegistry {
    private final Map<String, BoundOperation<?, ?>> operations = new LinkedHashMap<>();

    /** Describes an operation to a client, which makes a command of it. */
    public record Listing(
            String name,
            String summary,
            String effect,
            String method,
            String path,
            String scope,
            boolean download,
            List<Parameter> parameters) {}

    public OperationRegistry(List<Operation<?, ?>> all, JsonMapper json) {
        all.forEach(operation -> operations.put(operation.name(), bound(operation, json)));
    }

    private static <P extends Record, R extends Record> BoundOperation<P, R> bound(
            Operation<P, R> operation, JsonMapper json) {
        return new BoundOperation<>(operation, json);
    }

    public Optional<BoundOperation<?, ?>> find(String plugin, String verb) {
        return Optional.ofNullable(operations.get(plugin + "." + verb));
    }

    /** Tells whether any operation has this first part. */
    public boolean knows(String plugin) {
        return operations.keySet().stream().anyMatch(name -> name.startsWith(plugin + "."));
    }

    public List<Listing> listings() {
        return operations.values().stream().map(OperationRegistry::listing).toList();
    }

    private static Listing listing(BoundOperation<?, ?> bound) {
        Operation<?, ?> operation = bound.operation();
        return new Listing(
                operation.name(),
                operation.summary(),
                operation.effect().name(),
                operation.effect() == Operation.Effect.READ ? "GET" : "POST",
                "/api/" + operation.plugin() + "/" + operation.verb(),
                operation.scope().value(),
                operation.result() == Download.class,
                bound.parameters());
    }
}
