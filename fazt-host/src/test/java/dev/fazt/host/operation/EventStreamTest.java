package dev.fazt.host.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class EventStreamTest {
    private static final Duration LONG = Duration.ofMinutes(5);

    private final LinkedBlockingQueue<String> sent = new LinkedBlockingQueue<>();
    private final OutputStream out = new OutputStream() {
        @Override
        public void write(int value) {
            throw new UnsupportedOperationException("one event at a time");
        }

        @Override
        public void write(byte[] bytes) {
            sent.add(new String(bytes, StandardCharsets.UTF_8));
        }
    };

    private EventStream stream(OutputStream to, Duration heartbeat) {
        return new EventStream(to, JsonMapper.builder().build(), heartbeat);
    }

    private String next() throws InterruptedException {
        String text = sent.poll(30, TimeUnit.SECONDS);
        assertThat(text).as("an event within 30 s").isNotNull();
        return String.valueOf(text);
    }

    @Test
    void sends_a_report_and_then_the_end() throws Exception {
        EventStream events = stream(out, LONG);
        events.report("storing", 1, 3);
        assertThat(next()).isEqualTo("event: progress\ndata: {\"step\":\"storing\",\"done\":1,\"total\":3}\n\n");
        events.end("result", Map.of("files", 3));
        assertThat(next()).isEqualTo("event: result\ndata: {\"files\":3}\n\n");
        assertThat(sent).isEmpty();
    }

    @Test
    void sends_the_last_report_of_many_before_the_end() throws Exception {
        EventStream events = stream(out, LONG);
        for (int i = 0; i <= 10_000; i++) {
            events.report("storing", i, 10_000);
        }
        events.end("result", Map.of());
        assertThat(sent.size()).isLessThan(1_000);
        assertThat(sent).element(sent.size() - 2).asString().contains("\"done\":10000");
        assertThat(sent).last().asString().startsWith("event: result");
    }

    @Test
    void gives_a_sign_of_life_while_nothing_is_reported() throws Exception {
        EventStream events = stream(out, Duration.ofMillis(1));
        assertThat(next()).isEqualTo(": still at work\n\n");
        assertThat(next()).isEqualTo(": still at work\n\n");
        events.end("result", Map.of());
    }

    @Test
    void keeps_an_event_in_one_line_whatever_a_step_is_called() throws Exception {
        EventStream events = stream(out, LONG);
        events.report("a\nevent: result\n\n", 1, 1);
        assertThat(next().lines()).hasSize(3);
        events.end("result", Map.of());
    }

    @Test
    void never_delays_the_operation_when_the_client_does_not_read() throws Exception {
        CountDownLatch reading = new CountDownLatch(1);
        CountDownLatch writing = new CountDownLatch(1);
        EventStream events = stream(
                new OutputStream() {
                    @Override
                    public void write(int value) throws IOException {
                        writing.countDown();
                        try {
                            reading.await();
                        } catch (InterruptedException e) {
                            throw new IOException(e);
                        }
                    }
                },
                LONG);
        events.report("storing", 0, 0);
        writing.await();
        for (int i = 0; i < 100_000; i++) {
            events.report("storing", i, 0); // would never end if it waited
        }
        reading.countDown();
        events.end("result", Map.of());
    }

    @Test
    void lets_the_operation_go_on_when_the_client_goes_away_and_says_so_at_the_end() throws Exception {
        CountDownLatch broken = new CountDownLatch(1);
        EventStream events = stream(
                new OutputStream() {
                    @Override
                    public void write(int value) throws IOException {
                        broken.countDown();
                        throw new IOException("broken pipe");
                    }
                },
                LONG);
        events.report("storing", 1, 2);
        broken.await();
        events.report("storing", 2, 2);
        assertThatThrownBy(() -> events.end("result", Map.of())).isInstanceOf(IOException.class);
    }
}
