package dev.fazt.host.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Takes the disk away from a server under load, gives it back, and holds what is stored against what was answered. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class ShortageTest {
    private static final int BEFORE = 500;
    private static final int REFUSALS = 300;
    private static final int AFTER = 500;

    private final List<AutoCloseable> open = new ArrayList<>();

    @TempDir
    private Path folder;

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable one : open.reversed()) {
            one.close();
        }
    }

    private <T extends AutoCloseable> T opened(T resource) {
        open.add(resource);
        return resource;
    }

    private ServerProcess start(Place place) {
        return opened(ServerProcess.launch(place, folder.resolve("scratch"))).awaitReady();
    }

    @Nested
    class FullDisk {
        @Test
        void refuses_writes_serves_reads_and_loses_nothing_that_was_acknowledged() throws Exception {
            SmallDisk disk = opened(SmallDisk.mount(folder.resolve("disk"), 24));
            ServerProcess server = start(disk.place());
            MixedLoad load = MixedLoad.prepare(opened(server.owner()), Set.of(503, 507));
            server.during(() -> {
                load.untilAcknowledged(BEFORE);
                disk.fillUpTo(4 << 20);
                load.untilRefused(REFUSALS);
                disk.fill();
                load.untilRefused(REFUSALS);
                disk.empty();
                load.untilRecovered(AFTER);
            });
            server.stop();
            load.ledger().assertAgreesWith(NumberedWrites.stored(disk.copy(folder.resolve("copy.db"))));
            System.out.println("full disk: " + load);
            // The file that went through it is still one that a server starts with.
            load.visit(opened(start(disk.place()).owner()));
        }

        @Test
        void changes_nothing_that_can_not_be_written_down_and_stops_all_the_same() throws Exception {
            SmallDisk disk = opened(SmallDisk.mount(folder.resolve("disk"), 24));
            ServerProcess server = start(disk.place());
            HttpPeer owner = opened(server.owner());
            disk.fill();
            String refusal = "";
            int made = 0;
            while (refusal.isEmpty()) {
                try {
                    owner.operation("site/create", Map.of("name", "s" + made));
                    made++;
                } catch (AssertionError refused) {
                    refusal = String.valueOf(refused.getMessage());
                }
            }
            assertThat(refusal).contains("507", "nothing was done, since the audit log can not be written");
            owner.operation("server/stop", Map.of());
            server.awaitEnd();
            disk.empty();
            ServerProcess again = start(disk.place());
            assertThat(opened(again.owner()).get("127.0.0.1", "/~s" + made + "/").statusCode()).isEqualTo(404);
        }

        @Test
        void keeps_a_server_from_starting_which_says_so_and_not_that_the_file_is_damaged() throws Exception {
            SmallDisk disk = opened(SmallDisk.mount(folder.resolve("disk"), 24));
            ServerProcess server = start(disk.place());
            MixedLoad load = MixedLoad.prepare(opened(server.owner()), Set.of());
            server.during(() -> load.untilAcknowledged(BEFORE));
            // Stopped cleanly, it needs room for a new log and its index.
            server.stop();
            disk.fill();
            ServerProcess refused = opened(ServerProcess.launch(disk.place(), folder.resolve("refused")));
            refused.awaitEnd();
            assertThat(refused.log()).contains("free some space").doesNotContain("damaged", "restore a backup");
            disk.empty();
            ServerProcess again = start(disk.place());
            load.visit(opened(again.owner()));
            again.stop();
            load.ledger().assertAgreesWith(NumberedWrites.stored(disk.copy(folder.resolve("copy.db"))));
        }
    }

    @Nested
    class FailingDisk {
        /** Below what the data file and its log have by then: every write of a page beyond it fails. */
        private static final long LIMIT = 256 << 10;

        @Test
        void refuses_writes_serves_reads_and_loses_nothing_that_was_acknowledged() throws Exception {
            Place place = Place.in(folder);
            ServerProcess server = start(place);
            MixedLoad load = MixedLoad.prepare(opened(server.owner()), Set.of(503, 504, 507));
            server.during(() -> {
                load.untilAcknowledged(BEFORE);
                limitFiles(server, Long.toString(LIMIT));
                load.untilRefused(REFUSALS);
                limitFiles(server, "unlimited");
                load.untilRecovered(AFTER);
            });
            server.stop();
            load.ledger().assertAgreesWith(NumberedWrites.stored(place.seen()));
            System.out.println("failing disk: " + load);
            load.visit(opened(start(place).owner()));
        }

        /** Lets no file grow beyond a size (setrlimit(2), RLIMIT_FSIZE): to SQLite, a write that fails is an I/O error. */
        private static void limitFiles(ServerProcess server, String size) throws InterruptedException {
            try {
                Process prlimit = new ProcessBuilder("prlimit", "--pid=" + server.pid(), "--fsize=" + size + ":unlimited")
                        .inheritIO()
                        .start();
                Assumptions.assumeTrue(prlimit.waitFor() == 0, "the limits of a process can not be set here");
            } catch (IOException e) {
                Assumptions.abort("there is no prlimit here: " + e.getMessage());
            }
        }
    }
}
