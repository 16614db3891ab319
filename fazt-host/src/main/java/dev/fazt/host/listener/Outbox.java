package dev.fazt.host.listener;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;

/** Sends to a client, and waits when it takes no more. Closing the channel ends the waiting. For one writer at a time. */
final class Outbox extends OutputStream {
    /** Is how much is sent at once: Java copies all that it is given before it sends. */
    private static final int MOST_AT_ONCE = 64 << 10;

    private final SocketChannel channel;
    private final SelectionKey key;
    private final EventLoop loop;
    private final Patience patience;
    private final Runnable whenFull;
    private boolean mayWrite;

    /** Creates one that says when it begins to wait. */
    Outbox(SocketChannel channel, SelectionKey key, EventLoop loop, Patience patience, Runnable whenFull) {
        this.channel = channel;
        this.key = key;
        this.loop = loop;
        this.patience = patience;
        this.whenFull = whenFull;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        ByteBuffer left = ByteBuffer.wrap(bytes, offset, length);
        int end = offset + length;
        while (left.position() < end) {
            left.limit(Math.min(end, left.position() + MOST_AT_ONCE));
            patience.passed(channel.write(left));
            if (left.hasRemaining()) {
                whenFull.run();
                patience.await();
                await();
            }
        }
    }

    @Override
    public void write(int single) throws IOException {
        write(new byte[] {(byte) single}, 0, 1);
    }

    private synchronized void await() throws IOException {
        mayWrite = false;
        try {
            key.interestOpsOr(SelectionKey.OP_WRITE);
            loop.wakeUp();
            while (!mayWrite && channel.isOpen()) {
                wait();
            }
        } catch (CancelledKeyException e) {
            throw new ClosedChannelException();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while the client was waited for");
        }
    }

    /** Has the writer go on. */
    synchronized void goOn() {
        key.interestOpsAnd(~SelectionKey.OP_WRITE);
        mayWrite = true;
        notifyAll();
    }

    /** Has the writer see that the channel is closed. */
    synchronized void closed() {
        notifyAll();
    }
}
