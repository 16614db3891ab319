package dev.fazt.gatling.watch;

import dev.fazt.gatling.figure.ProcessUse;
import dev.fazt.gatling.figure.StorageUse;
import dev.fazt.gatling.server.ControlApi;
import dev.fazt.gatling.server.Target;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/**
 * Looks at the server all the time: at its process several times a second, and at its metrics once. The two do not wait for
 * each other, since a server under load may take its time for the metrics. Thread-safe.
 */
public final class Watch implements AutoCloseable {
    private static final Duration PROCESS_INTERVAL = Duration.ofMillis(200);
    private static final Duration METRICS_INTERVAL = Duration.ofSeconds(1);
    private static final Duration METRICS_PATIENCE = Duration.ofSeconds(5);

    private final ConcurrentLinkedQueue<ProcessSample> process = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<StorageSample> storage = new ConcurrentLinkedQueue<>();
    private final List<Thread> threads;

    public Watch(Target target, ControlApi api) {
        threads = Stream.of(
                        target.pid().map(pid -> thread("lab-process", PROCESS_INTERVAL, () -> look(pid))),
                        Optional.of(target)
                                .filter(known -> !known.token().isEmpty())
                                .map(known -> thread("lab-metrics", METRICS_INTERVAL, () -> ask(api))))
                .flatMap(Optional::stream)
                .toList();
    }

    private static Thread thread(String name, Duration interval, Runnable look) {
        return Thread.ofPlatform().daemon().name(name).start(() -> {
            try {
                while (true) {
                    look.run();
                    Thread.sleep(interval);
                }
            } catch (InterruptedException e) {
                // closed
            }
        });
    }

    private void look(long pid) {
        ProcessSample.of(pid).ifPresent(process::add);
    }

    private void ask(ControlApi api) {
        try {
            String page = api.text("/metrics", METRICS_PATIENCE);
            StorageSample.parse(System.currentTimeMillis(), page).ifPresent(storage::add);
        } catch (IllegalStateException | UncheckedIOException e) {
            // A moment without metrics: the server is busy, tells none, or has ended.
        }
    }

    public List<ProcessSample> process() {
        return List.copyOf(process);
    }

    public List<StorageSample> storage() {
        return List.copyOf(storage);
    }

    /** Sums up what the process used between two moments in epoch milliseconds. */
    public Optional<ProcessUse> processUse(long begin, long end) {
        List<ProcessSample> within =
                process.stream().filter(sample -> sample.at() >= begin && sample.at() <= end).toList();
        if (within.size() < 2) {
            return Optional.empty();
        }
        ProcessSample first = within.getFirst();
        ProcessSample last = within.getLast();
        return Optional.of(new ProcessUse(
                (last.cpuSeconds() - first.cpuSeconds()) * 1_000 / Math.max(1, last.at() - first.at()),
                highest(within, ProcessSample::resident),
                highest(within, ProcessSample::proportional),
                (int) highest(within, ProcessSample::threads),
                (int) highest(within, ProcessSample::descriptors)));
    }

    /** Sums up what the storage did between two moments in epoch milliseconds. */
    public Optional<StorageUse> storageUse(long begin, long end) {
        List<StorageSample> within =
                storage.stream().filter(sample -> sample.at() >= begin && sample.at() <= end).toList();
        if (within.size() < 2) {
            return Optional.empty();
        }
        StorageSample first = within.getFirst();
        StorageSample last = within.getLast();
        long transactions = last.transactions() - first.transactions();
        return Optional.of(new StorageUse(
                highest(within, StorageSample::queue),
                transactions == 0 ? 0 : (double) (last.units() - first.units()) / transactions,
                highest(within, StorageSample::walBytes)));
    }

    private static <T> long highest(List<T> samples, ToLongFunction<T> figure) {
        return samples.stream().mapToLong(figure).max().orElse(0);
    }

    @Override
    public void close() {
        threads.forEach(Thread::interrupt);
    }
}
