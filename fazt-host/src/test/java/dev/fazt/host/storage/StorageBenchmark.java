package dev.fazt.host.storage;

import dev.fazt.api.storage.Work;
import dev.fazt.host.storage.GroupCommitWriter.Batching;
import dev.fazt.host.storage.StorageSettings.Synchronous;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/**
 * Measures the storage alone: what a batch size, a savepoint and a forced disk cost, in one run on one file system.
 *
 * <p>{@code mvn -pl fazt-host -am -Pbenchmark -DskipTests verify [-Dbenchmark.seconds=4 -Dbenchmark.runs=3 -Dbenchmark.folder=DIR]};
 * 2,000 virtual threads in a closed loop insert documents of 200 bytes through {@code Storage.write} into a table with an index.
 */
final class StorageBenchmark {
    private static final int CALLERS = 2_000;
    private static final int ROWS_TO_READ = 200_000;
    private static final int LATENCIES_OF_EACH = 1 << 14;
    private static final int SECONDS = Integer.getInteger("benchmark.seconds", 4);
    private static final int RUNS = Integer.getInteger("benchmark.runs", 3);
    private static final String BODY = "x".repeat(200);
    private static final String INSERT = "INSERT INTO doc (app, collection, id, body) VALUES (?, ?, ?, ?)";
    private static final Migration TABLE = new Migration(
            1,
            "doc",
            "CREATE TABLE doc (app TEXT NOT NULL, collection TEXT NOT NULL, id TEXT NOT NULL, body TEXT NOT NULL) STRICT;"
                    + "CREATE UNIQUE INDEX doc_by_id ON doc (app, collection, id);");

    /** Is the outcome of one run; latencies in milliseconds. */
    private record Figures(double perSecond, double p50, double p99, double max, double batch) {
        static Figures median(List<Figures> runs) {
            return runs.stream()
                    .sorted((a, b) -> Double.compare(a.perSecond, b.perSecond))
                    .toList()
                    .get(runs.size() / 2);
        }
    }

    private final AtomicLong number = new AtomicLong();

    private StorageBenchmark() {}

    public static void main(String[] arguments) throws Exception {
        StorageBenchmark benchmark = new StorageBenchmark();
        List<Integer> sizes = Arrays.stream(System.getProperty("benchmark.sizes", "1,8,32,128,512,1024").split(",", -1)).map(Integer::valueOf).toList();
        System.out.printf("%d callers, medians of %d runs of %d s%n%n", CALLERS, RUNS, SECONDS);
        System.out.println("| units per transaction | synchronous | savepoints | writes/s | p50 ms | p99 ms | max ms | units in a batch |");
        System.out.println("|---|---|---|---|---|---|---|---|");
        for (Synchronous synchronous : Synchronous.values()) {
            for (boolean savepoints : new boolean[] {true, false}) {
                for (int units : sizes) {
                    benchmark.curve(synchronous, savepoints, units);
                }
            }
        }
        benchmark.readers();
        benchmark.flood();
    }

    private void curve(Synchronous synchronous, boolean savepoints, int units) throws Exception {
        Batching batching = new Batching(
                units, Batching.DEFAULT.maxNanos(), Batching.DEFAULT.maxSharedNanos(), savepoints);
        Figures figures = median(() -> inFreshFile(synchronous, batching, engine -> {
            PluginStorage storage = engine.lane("benchmark");
            return measure(engine, CALLERS, () -> storage.write(insert()));
        }));
        System.out.printf(
                Locale.ROOT,
                "| %,d | %s | %s | %,.0f | %.1f | %.1f | %.1f | %.0f |%n",
                units,
                synchronous,
                savepoints ? "yes" : "no",
                figures.perSecond,
                figures.p50,
                figures.p99,
                figures.max,
                figures.batch);
    }

    /** Reads by key alone, and again while the writer has all the work that it can take. */
    private void readers() throws Exception {
        AtomicLong written = new AtomicLong();
        for (boolean writing : new boolean[] {false, true}) {
            Figures figures = median(() -> inFreshFile(Synchronous.FULL, Batching.DEFAULT, engine -> {
                PluginStorage storage = engine.lane("benchmark");
                long first = number.get() + 1;
                fill(storage);
                AtomicBoolean stop = new AtomicBoolean();
                long before = engine.metrics().units();
                List<Thread> writers = writing ? callers(CALLERS, stop, () -> storage.write(insert())) : List.of();
                Figures reads = measure(engine, CALLERS, () -> storage.read(sql -> sql.first(
                        "SELECT body FROM doc WHERE app = ? AND collection = ? AND id = ?",
                        row -> row.text("body"),
                        "app",
                        "posts",
                        id(first + ThreadLocalRandom.current().nextInt(ROWS_TO_READ)))));
                written.set(engine.metrics().units() - before);
                stop.set(true);
                join(writers);
                return reads;
            }));
            System.out.printf(
                    Locale.ROOT,
                    "%nreads by key%s: %,.0f/s, p50 %.1f ms, p99 %.1f ms%n",
                    writing
                            ? " beside a saturated writer (%,.0f writes/s)".formatted(written.get() / (SECONDS * 1.25))
                            : " alone",
                    figures.perSecond,
                    figures.p50,
                    figures.p99);
        }
    }

    /** Writes now and then through one lane, alone and beside another that 2,000 callers keep full. */
    private void flood() throws Exception {
        for (boolean flooded : new boolean[] {false, true}) {
            Figures figures = median(() -> inFreshFile(Synchronous.FULL, Batching.DEFAULT, engine -> {
                PluginStorage storage = engine.lane("benchmark");
                AtomicBoolean stop = new AtomicBoolean();
                List<Thread> others = flooded
                        ? callers(4 * CALLERS, stop, () -> storage.within(Duration.ofMinutes(1)).write(insert()))
                        : List.of();
                PluginStorage quiet = engine.lane("quiet");
                Figures writes = measure(engine, 4, () -> quiet.write(insert()));
                stop.set(true);
                join(others);
                return writes;
            }));
            System.out.printf(
                    Locale.ROOT,
                    "%n4 callers in a lane of their own%s: %,.0f/s, p50 %.1f ms, p99 %.1f ms%n",
                    flooded ? " beside a lane with 8,000" : ", nobody else",
                    figures.perSecond,
                    figures.p50,
                    figures.p99);
        }
    }

    private void fill(PluginStorage storage) {
        int step = 1_000;
        for (int i = 0; i < ROWS_TO_READ; i += step) {
            storage.write(sql -> sql.batch(
                    INSERT,
                    IntStream.range(0, step)
                            .<Object[]>mapToObj(row -> new Object[] {"app", "posts", id(number.incrementAndGet()), BODY})
                            .toList()));
        }
    }

    private Work<Integer> insert() {
        String id = id(number.incrementAndGet());
        return sql -> sql.update(INSERT, "app", "posts", id, BODY);
    }

    /** Spreads the keys over the index, as those of many collections are. */
    private static String id(long number) {
        return Long.toString(number * 2_654_435_761L & 0xFF_FFFF_FFFFL, 36);
    }

    private interface Run {
        Figures of(StorageEngine engine) throws Exception;
    }

    private static Figures inFreshFile(Synchronous synchronous, Batching batching, Run run) throws Exception {
        Path parent = Path.of(System.getProperty("benchmark.folder", System.getProperty("java.io.tmpdir")));
        Path folder = Files.createTempDirectory(parent, "fazt-benchmark");
        try {
            StorageEngine engine = StorageEngine.start(
                    DataFile.open(folder.resolve("data.db")),
                    new StorageSettings(synchronous, 3, Duration.ofSeconds(5), Duration.ofSeconds(10), 256 << 20),
                    batching);
            new Migrations(engine.lane("benchmark"), Clock.systemUTC()).migrate("benchmark", List.of(TABLE));
            Figures figures = run.of(engine);
            engine.close();
            return figures;
        } finally {
            delete(folder);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }

    private interface Measurement {
        Figures run() throws Exception;
    }

    private static Figures median(Measurement measurement) throws Exception {
        List<Figures> runs = new ArrayList<>();
        for (int i = 0; i < RUNS; i++) {
            runs.add(measurement.run());
        }
        return Figures.median(runs);
    }

    private static List<Thread> callers(int count, AtomicBoolean stop, Runnable call) {
        return IntStream.range(0, count)
                .mapToObj(i -> Thread.ofVirtual().start(() -> {
                    while (!stop.get()) {
                        call.run();
                    }
                }))
                .toList();
    }

    private static void join(List<Thread> threads) throws InterruptedException {
        for (Thread thread : threads) {
            thread.join();
        }
    }

    /** Lets callers make calls in a closed loop, and measures after a quarter of the time. */
    private static Figures measure(StorageEngine engine, int callers, Runnable call) throws InterruptedException, SQLException {
        AtomicBoolean stop = new AtomicBoolean();
        AtomicBoolean warm = new AtomicBoolean();
        long[][] latencies = new long[callers][];
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < callers; i++) {
            int caller = i;
            threads.add(Thread.ofVirtual().start(() -> {
                long[] own = new long[LATENCIES_OF_EACH];
                int count = 0;
                while (!stop.get()) {
                    long started = System.nanoTime();
                    call.run();
                    if (warm.get() && count < own.length) {
                        own[count++] = System.nanoTime() - started;
                    }
                }
                latencies[caller] = Arrays.copyOf(own, count);
            }));
        }
        Thread.sleep(Duration.ofSeconds(SECONDS).dividedBy(4));
        long units = engine.metrics().units();
        long commits = engine.metrics().commits().count();
        long started = System.nanoTime();
        warm.set(true);
        Thread.sleep(Duration.ofSeconds(SECONDS));
        double seconds = (System.nanoTime() - started) / 1e9;
        long newUnits = engine.metrics().units() - units;
        long newCommits = engine.metrics().commits().count() - commits;
        stop.set(true);
        join(threads);
        long[] all = Arrays.stream(latencies).flatMapToLong(Arrays::stream).sorted().toArray();
        return new Figures(
                all.length / seconds,
                millis(all, 0.5),
                millis(all, 0.99),
                millis(all, 1),
                newUnits / (double) Math.max(1, newCommits));
    }

    private static double millis(long[] sorted, double share) {
        return sorted.length == 0 ? 0 : sorted[(int) Math.min(sorted.length - 1, sorted.length * share)] / 1e6;
    }
}
