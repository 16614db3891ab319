package dev.fazt.host.plugin;

import dev.fazt.api.Fault;
import dev.fazt.api.FaztException;
import dev.fazt.api.operation.Operation;
import dev.fazt.api.storage.Work;
import dev.fazt.host.storage.Migrations;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Starts and stops generations, and publishes what those that run offer. Changes are made by one thread at a time; reads may come from
 * any.
 */
final class RunningPlugins {
    private final Migrations migrations;
    private final LeakWatch leaks;
    private final Consumer<PublishedPlugins> publication;
    private volatile Map<String, Generation> running = Map.of();

    RunningPlugins(Migrations migrations, LeakWatch leaks, Consumer<PublishedPlugins> publication) {
        this.migrations = migrations;
        this.leaks = leaks;
        this.publication = publication;
    }

    Optional<Generation> find(String id) {
        return Optional.ofNullable(running.get(id));
    }

    List<Generation> all() {
        return List.copyOf(running.values());
    }

    /**
     * Migrates and starts a generation as one unit of work: its tables, what it writes while it starts, and what is noted of it are stored
     * together or not at all.
     *
     * @param note is the last part of the unit
     * @throws PluginRejected if it can not be; then it is closed, and nothing was stored
     * @throws FaztException likewise, if there is no room to store it
     */
    void start(Generation generation, Duration limit, Work<?> note) {
        String id = generation.id();
        try {
            Work<Integer> migration = migrations.work(id, generation.jar().migrations());
            generation.lane().asOneUnit(migration, limit, () -> {
                generation.start(limit);
                requireNoRival(generation);
            }, note);
        } catch (PluginRejected e) {
            end(generation);
            throw e;
        } catch (FaztException e) {
            end(generation);
            // With a full disk nobody starts: it is not the plugin's fault.
            throw e.fault() instanceof Fault.Resource ? e : new PluginRejected(String.valueOf(e.getMessage()), e);
        } catch (IllegalStateException e) {
            end(generation);
            throw new PluginRejected(String.valueOf(e.getMessage()), e);
        } catch (Exception e) {
            end(generation);
            throw new PluginRejected(e.toString(), e);
        }
        Map<String, Generation> next = new LinkedHashMap<>(running);
        next.put(id, generation);
        running = next;
    }

    private void requireNoRival(Generation generation) {
        if (generation.content().isPresent()) {
            running.values().stream()
                    .filter(other -> other.content().isPresent() && !other.id().equals(generation.id()))
                    .findFirst()
                    .ifPresent(rival -> {
                        throw new PluginRejected("'%s' serves the content of sites already".formatted(rival.id()));
                    });
        }
    }

    /**
     * Loads a jar.
     *
     * @throws PluginRejected if that is not possible; nothing stays loaded
     */
    PluginJar load(CheckedJar checked, Path file, String apiVersion, Duration limit) {
        return PluginJar.load(checked, file, apiVersion, limit, leaks);
    }

    /** Closes a jar that was loaded for nothing. */
    void discard(PluginJar jar) {
        leaks.expect(jar.manifest(), jar.classLoader());
        jar.close();
    }

    /** Drains and closes a generation. Until the next {@link #publish}, who asks for it is told to come back in a moment. */
    void stop(String id) {
        Generation generation = running.get(id);
        if (generation != null) {
            end(generation);
            Map<String, Generation> next = new LinkedHashMap<>(running);
            next.remove(id);
            running = next;
        }
    }

    private void end(Generation generation) {
        leaks.expect(generation.manifest(), generation.jar().classLoader());
        generation.close();
    }

    /** Makes known what the running plugins offer, all at once. */
    void publish() {
        Map<String, PublishedPlugins.Service> services = new LinkedHashMap<>();
        List<Operation<?, ?>> operations = new ArrayList<>();
        Optional<PublishedPlugins.Content> content = Optional.empty();
        for (Generation generation : running.values()) {
            generation.routing()
                    .ifPresent(routing ->
                            services.put(generation.id(), new PublishedPlugins.Service(routing, generation.inFlight())));
            if (generation.content().isPresent()) {
                content = Optional.of(new PublishedPlugins.Content(generation.content().get(), generation.inFlight()));
            }
            operations.addAll(generation.operations());
        }
        publication.accept(new PublishedPlugins(services, content, operations));
        leaks.forgetClasses();
    }

    /** Stops all, the last started first. */
    void stopAll() {
        all().reversed().forEach(generation -> stop(generation.id()));
    }
}
