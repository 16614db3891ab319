package dev.fazt.host.operation;

import dev.fazt.api.Caller;
import dev.fazt.api.operation.Download;
import dev.fazt.api.operation.Operation;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.type.TypeFactory;

/** Is all operations of a server by their names, as they are until plugins change. Immutable. */
public final class OperationRegistry {
    private final Map<String, BoundOperation<?, ?>> operations;

    /** Describes an operation to a client, which makes a command of it. */
    public record Listing(
            String name,
            String summary,
            String effect,
            String method,
            String path,
            String scope,
            @Nullable String target,
            boolean download,
            List<Parameter> parameters) {}

    /**
     * Describes operations.
     *
     * @throws IllegalArgumentException if two have the same name
     */
    public OperationRegistry(List<Operation<?, ?>> all, JsonMapper json) {
        // A mapper remembers the classes that it has seen: one for all times would keep the plugins of all times.
        JsonMapper own = json.rebuild().typeFactory(TypeFactory.createDefaultInstance()).build();
        Map<String, BoundOperation<?, ?>> bound = new LinkedHashMap<>();
        for (Operation<?, ?> operation : all) {
            if (bound.put(operation.name(), bound(operation, own)) != null) {
                throw new IllegalArgumentException("the operation '%s' is there twice".formatted(operation.name()));
            }
        }
        this.operations = Collections.unmodifiableMap(bound);
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

    public Collection<BoundOperation<?, ?>> all() {
        return operations.values();
    }

    /** Lists what a caller may use, on something at least. */
    public List<Listing> listings(Caller caller) {
        return operations.values().stream()
                .filter(bound -> bound.isFor(caller))
                .map(OperationRegistry::listing)
                .toList();
    }

    private static Listing listing(BoundOperation<?, ?> bound) {
        Operation<?, ?> operation = bound.operation();
        return new Listing(
                operation.name(),
                operation.summary(),
                operation.effect().name(),
                OperationEndpoint.methodOf(operation),
                "/api/" + operation.plugin() + "/" + operation.verb(),
                operation.scope().value(),
                operation.target(),
                operation.result() == Download.class,
                bound.parameters());
    }
}
