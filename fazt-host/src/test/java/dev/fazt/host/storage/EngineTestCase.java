package dev.fazt.host.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fazt.api.Fault;
import dev.fazt.api.FaztException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Opens an engine on a real file for each test. */
abstract class EngineTestCase {
    @TempDir
    Path folder;

    OpenStorage open;
    PluginStorage lane;

    @BeforeEach
    void start() {
        open = new OpenStorage(folder);
        lane = open.lane;
    }

    @AfterEach
    void stop() throws InterruptedException {
        open.close();
    }

    /** Keeps the writer busy until the latch opens, and returns once it is. */
    CompletableFuture<Integer> block(CountDownLatch until) throws InterruptedException {
        CountDownLatch running = new CountDownLatch(1);
        var blocker = lane.submit(sql -> {
            running.countDown();
            until.await();
            return 0;
        });
        running.await();
        return blocker;
    }

    static Fault faultOf(Throwable failure) {
        assertThat(failure).isInstanceOf(FaztException.class);
        return ((FaztException) failure).fault();
    }
}
