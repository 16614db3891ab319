package dev.fazt.host.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fazt.api.Fault;
import dev.fazt.api.FaztException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Looks at what the storage makes of the file itself. */
class DataFileTest {
    @TempDir
    Path folder;

    @Test
    void the_log_stays_small_under_a_steady_stream_of_writes() throws Exception {
        OpenStorage open = new OpenStorage(folder);
        long largest = 0;
        for (int i = 0; i < 1_500; i++) {
            open.lane.write(sql -> sql.update("INSERT INTO filler (content) VALUES (?)", new byte[128 << 10]));
            largest = Math.max(largest, Files.size(folder.resolve("data.db-wal")));
        }
        open.close();
        assertThat(Files.size(folder.resolve("data.db"))).isGreaterThan(180L << 20);
        assertThat(largest).isLessThan(100L << 20);
        assertThat(folder.resolve("data.db-wal")).doesNotExist();
    }

    @Test
    void a_full_file_is_told_to_everyone_of_the_batch_and_writing_resumes_when_there_is_room() throws Exception {
        OpenStorage open = new OpenStorage(folder);
        CountDownLatch go = new CountDownLatch(1);
        var full = open.lane.submit(sql -> {
            go.await();
            // For the connection of this batch only: the fresh one that follows has room again.
            ((ConnectionSql) sql).pragma("max_page_count = 1");
            return OpenStorage.increment(sql);
        });
        var neighbour = open.lane.submit(OpenStorage::increment);
        var large = open.lane.submit(sql -> sql.update("INSERT INTO filler (content) VALUES (?)", new byte[1 << 20]));
        go.countDown();
        for (var one : List.of(full, neighbour, large)) {
            assertThatThrownBy(one::get).hasCauseInstanceOf(FaztException.class).satisfies(thrown -> {
                FaztException failure = (FaztException) thrown.getCause();
                assertThat(String.valueOf(failure)).contains("the disk is full and nothing was stored");
            });
        }
        assertThat(open.value()).isZero();
        open.increment();
        assertThat(open.value()).isEqualTo(1);
        assertThat(open.engine.metrics().failures()).containsKey("resource");
        open.close();
    }

    @Test
    void a_unit_that_hides_the_failure_of_a_full_file_is_not_told_success() throws Exception {
        OpenStorage open = new OpenStorage(folder);
        assertThatThrownBy(() -> open.lane.write(sql -> {
                    ((ConnectionSql) sql).pragma("max_page_count = 1");
                    try {
                        sql.update("INSERT INTO filler (content) VALUES (?)", new byte[1 << 20]);
                    } catch (FaztException e) {
                        return OpenStorage.increment(sql);
                    }
                    return 0;
                }))
                .isInstanceOf(FaztException.class)
                .satisfies(failure -> assertThat(((FaztException) failure).fault()).isEqualTo(new Fault.Resource()));
        assertThat(open.value()).isZero();
        open.close();
    }

    @Test
    void normal_synchronous_is_what_the_writer_runs_with_when_asked_and_full_otherwise() throws Exception {
        for (var mode : StorageSettings.Synchronous.values()) {
            Path own = Files.createDirectory(folder.resolve(mode.name()));
            OpenStorage open = new OpenStorage(
                    own, new StorageSettings(mode, 1, Duration.ofSeconds(1), Duration.ofSeconds(1), 64 << 20));
            long setting = open.lane.write(sql ->
                    sql.first("SELECT synchronous FROM pragma_synchronous", row -> row.integer("synchronous")).orElseThrow());
            assertThat(setting).isEqualTo(mode == StorageSettings.Synchronous.FULL ? 2 : 1);
            open.close();
        }
    }

    @Test
    void gives_freed_pages_back_in_steps() throws Exception {
        OpenStorage open = new OpenStorage(folder);
        open.lane.write(sql -> sql.update("INSERT INTO filler (content) VALUES (?)", new byte[4 << 20]));
        open.lane.write(sql -> sql.update("DELETE FROM filler"));
        long free = open.lane.write(sql ->
                sql.first("SELECT freelist_count FROM pragma_freelist_count", row -> row.integer("freelist_count"))
                        .orElseThrow());
        assertThat(free).isGreaterThan(1_000);
        long mode = open.lane.read(
                sql -> sql.first("SELECT auto_vacuum FROM pragma_auto_vacuum", row -> row.integer("auto_vacuum"))
                        .orElseThrow());
        assertThat(mode).isEqualTo(2);
        open.close();
    }
}
