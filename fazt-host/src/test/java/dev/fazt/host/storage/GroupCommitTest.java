package dev.fazt.host.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.fazt.api.storage.Json;
import dev.fazt.api.storage.Sql;
import dev.fazt.api.storage.Work;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Writes through the engine on a real file, many callers in one transaction. */
class GroupCommitTest extends EngineTestCase {
    @Test
    void answers_a_thread_of_the_system_also_while_no_virtual_thread_can_run() throws Exception {
        AtomicInteger spinning = new AtomicInteger();
        CountDownLatch stop = new CountDownLatch(1);
        int all = Runtime.getRuntime().availableProcessors();
        for (int i = 0; i < all; i++) {
            Thread.startVirtualThread(() -> {
                spinning.incrementAndGet();
                while (stop.getCount() > 0) {
                    Thread.onSpinWait();
                }
            });
        }
        while (spinning.get() < all) {
            Thread.onSpinWait();
        }
        try {
            CompletableFuture<Long> value = new CompletableFuture<>();
            Thread.ofPlatform().daemon().start(() -> {
                open.increment();
                value.complete(open.value());
            });
            assertThat(value.get(30, TimeUnit.SECONDS)).isEqualTo(1);
        } finally {
            stop.countDown();
        }
    }

    @Test
    void loses_no_increment_of_ten_thousand_virtual_threads_and_shares_commits() throws Exception {
        long commits = open.engine.metrics().commits().count();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < 10_000; i++) {
                boolean reads = i % 4 == 0;
                all.add(threads.submit(() -> {
                    open.increment();
                    return reads ? open.value() : 0;
                }));
            }
            for (Future<?> one : all) {
                one.get();
            }
        }
        assertThat(open.value()).isEqualTo(10_000);
        assertThat(open.engine.metrics().commits().count() - commits).isLessThan(5_000);
    }

    @Test
    void shows_each_caller_its_own_write() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Boolean>> all = new ArrayList<>();
            for (int i = 0; i < 500; i++) {
                String name = "own-" + i;
                all.add(threads.submit(() -> {
                    lane.write(sql -> sql.update("INSERT INTO counter (name, value) VALUES (?, 1)", name));
                    return lane.read(sql -> sql.first(
                                            "SELECT value FROM counter WHERE name = ?", row -> row.integer("value"), name)
                                    .isPresent());
                }));
            }
            for (Future<Boolean> one : all) {
                assertThat(one.get()).isTrue();
            }
        }
    }

    @Test
    void undoes_alone_the_unit_that_throws_even_in_a_shared_transaction() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        var blocker = block(go);
        var good = lane.submit(OpenStorage::increment);
        var bad = lane.submit(sql -> {
            sql.update("UPDATE counter SET value = value + 100 WHERE name = 'a'");
            throw new IllegalArgumentException("no");
        });
        var overflow = lane.submit(sql -> {
            sql.update("UPDATE counter SET value = value + 1000 WHERE name = 'a'");
            return recurse(1);
        });
        var outOfMemory = lane.submit(sql -> {
            sql.update("UPDATE counter SET value = value + 10000 WHERE name = 'a'");
            return new long[Integer.MAX_VALUE].length;
        });
        var constraint = lane.submit(sql -> {
            OpenStorage.increment(sql);
            return sql.update("INSERT INTO counter (name, value) VALUES ('a', 1)");
        });
        var last = lane.submit(OpenStorage::increment);
        go.countDown();
        blocker.get();
        good.get();
        last.get();
        assertThatThrownBy(bad::get).hasRootCauseMessage("no");
        assertThatThrownBy(overflow::get).hasCauseInstanceOf(StackOverflowError.class);
        assertThatThrownBy(outOfMemory::get).hasCauseInstanceOf(OutOfMemoryError.class);
        assertThatThrownBy(constraint::get).hasMessageContaining("UNIQUE constraint failed");
        assertThat(open.value()).isEqualTo(2);
    }

    private int recurse(int depth) {
        return depth < 0 ? 0 : recurse(Math.addExact(depth, 1)) + 1;
    }

    @Test
    void survives_an_interrupt_from_a_unit() {
        lane.write(sql -> {
            Thread.currentThread().interrupt();
            return 0;
        });
        open.increment();
        assertThat(open.value()).isEqualTo(1);
    }

    @Test
    void runs_effects_only_after_a_commit() {
        AtomicInteger effects = new AtomicInteger();
        assertThatThrownBy(() -> lane.write(sql -> {
                    sql.afterCommit(effects::incrementAndGet);
                    throw new IllegalStateException("no");
                }))
                .hasMessage("no");
        assertThat(effects).hasValue(0);
        lane.write(sql -> {
            sql.afterCommit(effects::incrementAndGet);
            sql.afterCommit(() -> {
                throw new IllegalStateException("an effect that fails is logged, and harms nobody");
            });
            return 0;
        });
        assertThat(effects).hasValue(1);
    }

    @Test
    void refuses_a_call_from_within_a_unit_instead_of_waiting_for_itself() {
        for (Work<Integer> nested : List.<Work<Integer>>of(sql -> lane.write(inner -> 1), sql -> lane.read(inner -> 1))) {
            assertThatThrownBy(() -> lane.write(nested))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("must not call the storage");
            assertThatThrownBy(() -> lane.read(nested)).hasMessageContaining("must not call the storage");
        }
    }

    @Test
    void refuses_an_sql_that_outlived_its_unit_or_left_its_thread() {
        List<Sql> kept = new ArrayList<>();
        lane.write(sql -> {
            kept.add(sql);
            return CompletableFuture.supplyAsync(() -> catchThrowable(() -> OpenStorage.increment(sql))).join();
        });
        assertThatThrownBy(() -> OpenStorage.increment(kept.getFirst())).hasMessageContaining("valid only within its unit");
        assertThat(open.value()).isZero();
    }

    @Test
    void refuses_a_wrong_number_of_parameters_instead_of_taking_those_of_the_caller_before() {
        String insert = "INSERT INTO counter (name, value) VALUES (?, ?)";
        lane.write(sql -> sql.update(insert, "secret", 42));
        for (Object[] wrong : new Object[][] {{}, {"x"}, {"x", 1, 2}}) {
            assertThatThrownBy(() -> lane.write(sql -> sql.update(insert, wrong)))
                    .hasMessageContaining("%d parameters for a statement with 2".formatted(wrong.length));
            assertThatThrownBy(() -> lane.write(sql -> sql.batch(insert, List.of(new Object[] {"y", 1}, wrong))))
                    .hasMessageContaining("%d parameters for a statement with 2".formatted(wrong.length));
        }
        assertThat(lane.<Long>read(sql -> sql.first("SELECT COUNT(*) AS n FROM counter", row -> row.integer("n"))
                        .orElseThrow()))
                .isEqualTo(2);
    }

    @Test
    void never_runs_on_its_own_thread_what_a_plugin_chains_to_a_future() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        var chained = lane.submit(OpenStorage::increment).thenAccept(result -> {
            try {
                end.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        open.increment();
        assertThat(open.value()).isEqualTo(2);
        end.countDown();
        chained.get();
    }

    @Test
    void holds_no_lock_after_a_batch_in_which_all_failed() throws Exception {
        assertThatThrownBy(() -> lane.write(sql -> {
                    OpenStorage.increment(sql);
                    throw new IllegalArgumentException("no");
                }))
                .hasMessage("no");
        try (var other = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("data.db"));
                var statement = other.createStatement()) {
            statement.execute("PRAGMA busy_timeout = 10000");
            statement.execute("BEGIN IMMEDIATE");
            statement.execute("ROLLBACK");
        }
    }

    @Test
    void refuses_a_unit_that_would_end_the_transaction_of_others() {
        for (String statement : List.of("COMMIT", "ROLLBACK", "SAVEPOINT x", " begin", "ATTACH 'x' AS y", "VACUUM",
                "PRAGMA synchronous = OFF", "/* x */ COMMIT", "-- x\nEND", "DROP TABLE counter", "CREATE TABLE x (y TEXT) STRICT")) {
            assertThatThrownBy(() -> lane.write(sql -> sql.update(statement)))
                    .as(statement)
                    .hasMessageContaining("a unit of work may run SELECT, INSERT, UPDATE, DELETE and WITH");
        }
        assertThatThrownBy(() -> lane.write(sql -> sql.update("INSERT OR ROLLBACK INTO counter VALUES ('a', 1)")))
                .hasMessageContaining("may not roll back what it shares with others");
        assertThatThrownBy(() -> lane.write(sql -> sql.update("UPDATE counter SET value = 5; COMMIT")))
                .hasMessageContaining("one statement at a time");
        lane.write(sql -> sql.update("-- one more; no COMMIT\nUPDATE counter SET value = value + 1 WHERE name <> 'x; ROLLBACK';"));
        assertThat(open.value()).isEqualTo(1);
    }

    @Test
    void binds_each_type_and_reads_it_back() {
        assertThat(lane.<String>read(sql -> sql.first(
                                "SELECT ? AS t, ? AS l, ? AS d, ? AS b, ? AS n, ? AS j",
                                row -> row.text("t") + row.integer("l") + row.real("d") + row.flag("b")
                                        + row.textOrNull("n") + row.text("j"),
                                "x", 7L, 1.5, true, null, new Json("{}"))
                        .orElseThrow()))
                .isEqualTo("x71.5truenull{}");
    }

    @Test
    void keeps_what_it_accepted_when_it_closes() throws Exception {
        List<Future<Integer>> accepted = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            accepted.add(lane.submit(OpenStorage::increment));
        }
        open.close();
        for (Future<Integer> one : accepted) {
            assertThat(one.get()).isEqualTo(1);
        }
        open = new OpenStorage(folder);
        assertThat(open.value()).isEqualTo(500);
    }
}
