package dev.fazt.host.domain;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/** Is a name server on a free port of this machine, by UDP and TCP (RFC 1035), that answers each question in the same way. */
final class NameServer implements AutoCloseable {
    private static final int HEADER_BYTES = 12;
    private static final int TRUNCATED = 0x0200;

    private final DatagramSocket udp;
    private final ServerSocket tcp;
    private final UnaryOperator<byte[]> answers;
    private final AtomicInteger questions = new AtomicInteger();

    private NameServer(DatagramSocket udp, ServerSocket tcp, UnaryOperator<byte[]> answers) {
        this.udp = udp;
        this.tcp = tcp;
        this.answers = answers;
    }

    /**
     * Starts one.
     *
     * @param answers makes the answer to a question; none if it is empty
     */
    static NameServer start(UnaryOperator<byte[]> answers) throws IOException {
        NameServer server = bound(answers);
        Thread.ofVirtual().start(server::answerDatagrams);
        Thread.ofVirtual().start(server::answerConnections);
        return server;
    }

    private static NameServer bound(UnaryOperator<byte[]> answers) throws IOException {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        while (true) {
            ServerSocket tcp = new ServerSocket(0, 10, loopback);
            try {
                return new NameServer(new DatagramSocket(new InetSocketAddress(loopback, tcp.getLocalPort())), tcp, answers);
            } catch (BindException takenByOther) {
                // A port may be free for one protocol and not for the other: the next is.
                tcp.close();
            }
        }
    }

    String address() {
        return "127.0.0.1:" + udp.getLocalPort();
    }

    int questions() {
        return questions.get();
    }

    /** Makes an answer: the header, the question, and records. */
    static byte[] answer(byte[] question, int flags, int records, byte[] rest) {
        ByteBuffer answer = ByteBuffer.allocate(question.length + rest.length);
        answer.put(question).put(rest);
        answer.putShort(2, (short) (0x8180 | flags)).putShort(6, (short) records);
        return answer.array();
    }

    /** Makes an answer of TXT records, each of one or more strings. */
    static byte[] texts(byte[] question, List<List<String>> records) {
        ByteBuffer rest = ByteBuffer.allocate(60_000);
        for (List<String> strings : records) {
            rest.putShort((short) (0xc000 | HEADER_BYTES)).putShort((short) 16).putShort((short) 1).putInt(60);
            rest.putShort((short) strings.stream().mapToInt(text -> 1 + text.length()).sum());
            strings.forEach(text -> rest.put((byte) text.length()).put(text.getBytes(StandardCharsets.ISO_8859_1)));
        }
        byte[] used = new byte[rest.position()];
        rest.flip().get(used);
        return answer(question, 0, records.size(), used);
    }

    /** Says that the answer is too long for UDP, and has to be asked for by TCP. */
    static byte[] truncated(byte[] question) {
        return answer(question, TRUNCATED, 0, new byte[0]);
    }

    private void answerDatagrams() {
        byte[] buffer = new byte[512];
        try {
            while (true) {
                DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
                udp.receive(packet);
                byte[] answer = answer(Arrays.copyOf(buffer, packet.getLength()));
                if (answer.length > 512 && answer.length < 60_000) {
                    answer = truncated(Arrays.copyOf(buffer, packet.getLength()));
                }
                if (answer.length > 0) {
                    udp.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
                }
            }
        } catch (IOException closed) {
            ended(closed);
        }
    }

    private void answerConnections() {
        try {
            while (true) {
                try (Socket socket = tcp.accept()) {
                    DataInputStream in = new DataInputStream(socket.getInputStream());
                    byte[] answer = answer(in.readNBytes(in.readUnsignedShort()));
                    DataOutputStream out = new DataOutputStream(socket.getOutputStream());
                    out.writeShort(answer.length);
                    out.write(answer);
                }
            }
        } catch (IOException closed) {
            ended(closed);
        }
    }

    private byte[] answer(byte[] question) {
        questions.incrementAndGet();
        return answers.apply(question);
    }

    private void ended(IOException failure) {
        if (!udp.isClosed()) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public void close() throws IOException {
        udp.close();
        tcp.close();
    }
}
