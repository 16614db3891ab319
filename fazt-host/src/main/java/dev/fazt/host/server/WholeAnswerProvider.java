package dev.fazt.host.server;

import dev.fazt.api.http.WholeAnswer;
import io.helidon.common.GenericType;
import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataWriter;
import io.helidon.common.media.type.MediaType;
import io.helidon.common.socket.SocketWriterException;
import io.helidon.webserver.ServerConnectionException;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.helidon.webserver.http.spi.Sink;
import io.helidon.webserver.http.spi.SinkProvider;
import io.helidon.webserver.http.spi.SinkProviderContext;
import java.io.UncheckedIOException;
import java.util.function.BiConsumer;

/** Gives {@link WholeAnswer}: writes what it takes to the connection. Found by the server through its service file. */
@SuppressWarnings("TypeParameterUnusedInFormals") // as the interface has it
public final class WholeAnswerProvider implements SinkProvider<byte[]> {

    @Override
    public boolean supports(GenericType<? extends Sink<?>> type, ServerRequest request) {
        return type.equals(WholeAnswer.TYPE);
    }

    @Override
    @SuppressWarnings("unchecked") // it is what was asked for: supports() has looked
    public <X extends Sink<byte[]>> X create(SinkProviderContext context) {
        return (X) new ToConnection(context.connectionContext().dataWriter());
    }

    @Override
    @Deprecated(forRemoval = true) // as in the interface, which still wants it
    @SuppressWarnings("removal")
    public <X extends Sink<byte[]>> X create(
            ServerResponse response, BiConsumer<Object, MediaType> consumer, Runnable close) {
        throw new UnsupportedOperationException("the server asks for a sink with its connection");
    }

    private record ToConnection(DataWriter connection) implements WholeAnswer {
        @Override
        public ToConnection emit(byte[] answer) {
            try {
                connection.write(BufferData.create(answer));
                return this;
            } catch (SocketWriterException | UncheckedIOException e) {
                throw new ServerConnectionException("the client is gone", e);
            }
        }
    }
}
