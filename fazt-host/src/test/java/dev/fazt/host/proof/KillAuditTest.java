package dev.fazt.host.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills the server with SIGKILL at random moments, and holds what it has left against what it had acknowledged.
 *
 * <p>{@code -Dfazt.kills=200} kills more often; {@code -Dfazt.seed=} repeats the choices of a run that failed.
 */
class KillAuditTest {
    private static final int KILLS = Integer.getInteger("fazt.kills", 20);
    private static final long SEED = Long.getLong("fazt.seed", System.nanoTime());
    private static final int WRITERS = 32;
    /** One write is two moments: when it is sent and when it is answered. */
    private static final int MOST_MOMENTS = 6_000;

    private final Random random = new Random(SEED);
    private final Ledger ledger = new Ledger();
    private final EndlessDeploys deploys = new EndlessDeploys();
    private long storedWithoutAnswer;

    @TempDir
    private Path folder;

    @Test
    @Timeout(value = 60, unit = TimeUnit.MINUTES)
    void keeps_every_acknowledged_write_exactly_once_however_often_it_is_killed() throws Exception {
        Place place = Place.in(folder);
        long began = System.nanoTime();
        NumberedWrites writes;
        try (ServerProcess server = launch(place).awaitReady(); HttpPeer owner = server.owner()) {
            writes = NumberedWrites.prepare(owner);
            assertThat(deploys.deploy(owner)).isEqualTo(200);
            server.stop();
        }
        Duration lifetime = Duration.ofNanos(System.nanoTime() - began);
        for (int kill = 1; kill <= KILLS; kill++) {
            try {
                if (kill % 5 == 0) {
                    killDuringStart(place, lifetime);
                } else {
                    killUnderLoad(place, writes, kill % 4 == 2);
                }
            } catch (AssertionError e) {
                throw new AssertionError("kill %d with -Dfazt.seed=%d: %s".formatted(kill, SEED, e.getMessage()), e);
            }
        }
        finish(place, writes);
    }

    private ServerProcess launch(Place place) {
        return ServerProcess.launch(place, folder.resolve("scratch"));
    }

    /** Recovery itself may be interrupted: what was acknowledged before has to survive that as well. */
    private void killDuringStart(Place place, Duration lifetime) throws Exception {
        try (ServerProcess server = launch(place)) {
            boolean ended = server.endsWithin(lifetime.multipliedBy(random.nextInt(20, 100)).dividedBy(100));
            server.during(() -> assertThat(ended).as("the server ended by itself").isFalse());
        }
    }

    private void killUnderLoad(Place place, NumberedWrites writes, boolean deploying) throws Exception {
        try (ServerProcess server = launch(place).awaitReady(); HttpPeer owner = server.owner()) {
            server.during(() -> {
                audit(place, owner);
                load(server, owner, writes, deploying);
            });
        }
    }

    /** Writes until the server is gone; whoever makes the last moment pass kills it. */
    private void load(ServerProcess server, HttpPeer peer, NumberedWrites writes, boolean deploying) throws Exception {
        AtomicInteger moments = new AtomicInteger(random.nextInt(1, MOST_MOMENTS));
        Crowd.Turn deploy = () -> whileAlive(server, () -> assertThat(deploys.deploy(peer)).isEqualTo(200));
        Crowd.run(
                WRITERS,
                server::isAlive,
                () -> {
                    long number = ledger.next();
                    boolean answered = whileAlive(server, () -> {
                        pass(server, moments);
                        HttpResponse<String> response = writes.write(peer, number);
                        assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
                        ledger.acknowledged(number);
                        pass(server, moments);
                    });
                    if (!answered) {
                        ledger.doubted(number);
                    }
                },
                deploying ? new Crowd.Turn[] {deploy} : new Crowd.Turn[0]);
    }

    /** Takes a turn; false if the server was killed before its answer was there. Nothing else may break a connection. */
    private static boolean whileAlive(ServerProcess server, Crowd.Turn turn) throws Exception {
        try {
            turn.take();
            return true;
        } catch (IOException e) {
            assertThat(server.isAlive()).as("the connection broke: " + e).isFalse();
            return false;
        }
    }

    private static void pass(ServerProcess server, AtomicInteger moments) {
        if (moments.decrementAndGet() == 0) {
            server.kill();
        }
    }

    private void audit(Place place, HttpPeer visitor) throws Exception {
        Map<Long, Integer> stored = NumberedWrites.stored(place.seen());
        ledger.assertAgreesWith(stored);
        storedWithoutAnswer += ledger.doubtsAmong(stored.keySet());
        deploys.assertOneIsShown(visitor);
    }

    private void finish(Place place, NumberedWrites writes) throws Exception {
        try (ServerProcess server = launch(place).awaitReady(); HttpPeer owner = server.owner()) {
            audit(place, owner);
            while (ledger.doubts()) {
                long number = ledger.next();
                assertThat(writes.write(owner, number).statusCode()).isEqualTo(201);
                ledger.acknowledged(number);
            }
            server.stop();
            Map<Long, Integer> stored = NumberedWrites.stored(place.seen());
            ledger.assertAgreesWith(stored);
            assertThat(stored).hasSize((int) ledger.acknowledged());
        }
        System.out.printf(
                "kill audit, seed %d: %d kills, %d writes acknowledged, 0 missing, 0 twice; %d repeated, of which %d were stored already; "
                        + "deploy %d of %d is shown%n",
                SEED, KILLS, ledger.acknowledged(), ledger.repeated(), storedWithoutAnswer, deploys.acknowledged(), deploys.attempted());
    }
}
