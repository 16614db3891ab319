package dev.fazt.host.listener;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Takes turns, and gives them back or loses them. */
@Timeout(60)
class LineTest {
    private final Semaphore room = new Semaphore(2 * Line.AT_ONCE);
    private final Line line = new Line(room);
    private final List<Line.Turn> taken = new ArrayList<>();
    private final AtomicInteger atWork = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();

    private void takeAll() {
        for (int i = 0; i < Line.AT_ONCE; i++) {
            taken.add(line.await());
        }
    }

    private CompletableFuture<Line.Turn> oneMore() {
        CompletableFuture<Line.Turn> turn = new CompletableFuture<>();
        line.enter(turn::complete);
        return turn;
    }

    @Test
    void who_comes_when_all_are_taken_waits_until_one_is_given_back() {
        takeAll();
        CompletableFuture<Line.Turn> next = oneMore();
        assertThat(next).isNotDone();
        taken.removeFirst().giveBack();
        assertThat(next).isDone();
    }

    @Test
    void who_comes_first_is_served_first() {
        takeAll();
        List<CompletableFuture<Line.Turn>> waiting = List.of(oneMore(), oneMore(), oneMore());
        taken.forEach(turn -> {
            long before = waiting.stream().filter(CompletableFuture::isDone).count();
            turn.giveBack();
            assertThat(waiting.stream().takeWhile(CompletableFuture::isDone)).hasSize((int) Math.min(3, before + 1));
        });
    }

    @Test
    void a_turn_lasts_two_rounds_and_is_lost_then() {
        takeAll();
        CompletableFuture<Line.Turn> next = oneMore();
        line.nextRound();
        assertThat(next).isNotDone();
        line.nextRound();
        assertThat(next).isDone();
    }

    @Test
    void a_turn_that_was_lost_can_not_be_given_back_as_well() {
        takeAll();
        line.nextRound();
        line.nextRound();
        taken.forEach(Line.Turn::giveBack);
        taken.clear();
        takeAll();
        assertThat(oneMore()).isNotDone();
    }

    @Test
    void when_there_is_no_room_only_those_go_on_that_have_begun() {
        room.drainPermits();
        CompletableFuture<Line.Turn> next = oneMore();
        assertThat(line.await()).isNotNull();
        assertThat(next).isNotDone();
        room.release();
        line.callNext();
        assertThat(next).isDone();
        assertThat(room.availablePermits()).isZero();
    }

    private void work(Line.Turn turn) {
        most.accumulateAndGet(atWork.incrementAndGet(), Math::max);
        atWork.decrementAndGet();
        turn.giveBack();
    }

    @Test
    void nobody_is_left_in_line_and_never_are_more_at_work_than_may_be() throws Exception {
        int entries = 100_000;
        CountDownLatch served = new CountDownLatch(entries);
        for (int i = 0; i < entries; i++) {
            line.enter(turn -> Thread.startVirtualThread(() -> {
                work(turn);
                work(line.await());
                room.release();
                line.callNext();
                served.countDown();
            }));
        }
        served.await();
        assertThat(most.get()).isBetween(1, Line.AT_ONCE);
    }
}
