package dev.fazt.host.listener;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Fills and empties an inbox at a real channel that nobody sends to. */
@Timeout(60)
class InboxTest {
    private static final int MOST_HELD = 40_000;

    private EventLoop loop;
    private ServerSocketChannel port;
    private SocketChannel channel;
    private SelectionKey key;
    private Inbox inbox;

    @BeforeEach
    void open() throws Exception {
        loop = EventLoop.start(MOST_HELD);
        port = ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        channel = SocketChannel.open(port.getLocalAddress());
        channel.configureBlocking(false);
        key = loop.register(channel, new Nobody());
        key.interestOps(SelectionKey.OP_READ);
        inbox = new Inbox(key, loop);
    }

    private record Nobody() implements EventLoop.Client {
        @Override
        public void receive(ByteBuffer part) {}

        @Override
        public void mayWrite() {}

        @Override
        public void close() {}
    }

    @AfterEach
    void close() throws Exception {
        channel.close();
        port.close();
        loop.close();
    }

    @Test
    void parts_come_out_as_they_went_in_and_then_the_end() throws Exception {
        inbox.add(new byte[] {1, 2});
        inbox.add(new byte[] {3});
        inbox.end();
        assertThat(inbox.first()).isEqualTo((byte) 1);
        assertThat(inbox.await()).containsExactly(1, 2);
        assertThat(inbox.isOver()).isFalse();
        assertThat(inbox.await()).containsExactly(3);
        assertThat(inbox.await()).isNull();
        assertThat(inbox.isOver()).isTrue();
    }

    @Test
    void who_waits_gets_the_next_part() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            CompletableFuture<Thread> waiting = new CompletableFuture<>();
            var next = threads.submit(() -> {
                waiting.complete(Thread.currentThread());
                return inbox.await();
            });
            while (waiting.get().getState() != Thread.State.WAITING) {
                Thread.onSpinWait();
            }
            inbox.add(new byte[] {7});
            assertThat(next.get()).containsExactly(7);
        }
    }

    @Test
    void a_full_inbox_asks_for_nothing_until_half_of_it_is_read() {
        int parts = 0;
        while (key.interestOps() == SelectionKey.OP_READ) {
            inbox.add(new byte[1_000]);
            parts++;
        }
        assertThat(parts).isBetween(14, 18);
        for (int i = 0; i < parts / 2 - 1; i++) {
            inbox.poll();
        }
        assertThat(key.interestOps()).isZero();
        inbox.poll();
        inbox.poll();
        assertThat(key.interestOps()).isEqualTo(SelectionKey.OP_READ);
    }

    @Test
    void single_bytes_fill_it_long_before_they_fill_the_memory() {
        int parts = 0;
        while (key.interestOps() == SelectionKey.OP_READ) {
            inbox.add(new byte[1]);
            parts++;
        }
        assertThat(parts).isLessThan(600);
    }

    @Test
    void when_much_is_held_for_all_each_takes_one_part_at_a_time() {
        loop.hold(MOST_HELD);
        inbox.add(new byte[1]);
        assertThat(key.interestOps()).isZero();
        inbox.poll();
        assertThat(key.interestOps()).isEqualTo(SelectionKey.OP_READ);
        loop.hold(-MOST_HELD);
        inbox.add(new byte[1]);
        assertThat(key.interestOps()).isEqualTo(SelectionKey.OP_READ);
    }

    @Test
    void what_is_thrown_away_is_held_no_more() {
        inbox.add(new byte[2 * MOST_HELD]);
        assertThat(loop.holdsMuch()).isTrue();
        inbox.close();
        inbox.add(new byte[2 * MOST_HELD]);
        assertThat(loop.holdsMuch()).isFalse();
        assertThat(inbox.isOver()).isTrue();
    }

    @Test
    void one_that_was_full_and_is_cleared_asks_for_more() {
        inbox.add(new byte[100_000]);
        assertThat(key.interestOps()).isZero();
        inbox.clear();
        assertThat(key.interestOps()).isEqualTo(SelectionKey.OP_READ);
    }
}
