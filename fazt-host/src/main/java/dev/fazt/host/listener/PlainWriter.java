package dev.fazt.host.listener;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataWriter;

/** Is a writer of Helidon's for which there is one way to write: nothing is held back, so nothing is sooner than the rest. */
interface PlainWriter extends DataWriter {

    @Override
    default void write(BufferData... buffers) {
        write(BufferData.create(buffers));
    }

    @Override
    default void writeNow(BufferData buffer) {
        write(buffer);
    }

    @Override
    default void writeNow(BufferData... buffers) {
        write(buffers);
    }
}
