package dev.fazt.host.listener;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Takes turns, and gives them back or loses them. */
@Timeout(60)
class TurnsTest {
    private final Turns turns = new Turns();
    private final Deque<Turns.Turn> taken = new ArrayDeque<>();

    private void takeAll() throws InterruptedException {
        for (int i = 0; i < Turns.AT_ONCE; i++) {
            taken.add(turns.take());
        }
    }

    /** Begins to take one more, on another thread, and returns when that one waits in line. */
    private CompletableFuture<Turns.Turn> oneMore() {
        CompletableFuture<Turns.Turn> turn = new CompletableFuture<>();
        AtomicReference<Thread.State> ended = new AtomicReference<>();
        Thread thread = Thread.ofPlatform().daemon().start(() -> {
            try {
                turn.complete(turns.take());
            } catch (InterruptedException e) {
                turn.completeExceptionally(e);
            }
            ended.set(Thread.State.TERMINATED);
        });
        while (thread.getState() != Thread.State.WAITING && ended.get() == null) {
            Thread.onSpinWait();
        }
        return turn;
    }

    @Test
    void who_comes_when_all_are_taken_waits_until_one_is_given_back() throws Exception {
        takeAll();
        CompletableFuture<Turns.Turn> next = oneMore();
        assertThat(next).isNotDone();
        taken.remove().giveBack();
        assertThat(next.get()).isNotNull();
    }

    @Test
    void a_turn_lasts_two_rounds_and_is_lost_then() throws Exception {
        takeAll();
        CompletableFuture<Turns.Turn> next = oneMore();
        turns.nextRound();
        assertThat(next).isNotDone();
        turns.nextRound();
        assertThat(next.get()).isNotNull();
    }

    @Test
    void a_turn_that_was_lost_can_not_be_given_back_as_well() throws Exception {
        takeAll();
        turns.nextRound();
        turns.nextRound();
        taken.forEach(Turns.Turn::giveBack);
        taken.clear();
        takeAll();
        assertThat(oneMore()).isNotDone();
    }
}
