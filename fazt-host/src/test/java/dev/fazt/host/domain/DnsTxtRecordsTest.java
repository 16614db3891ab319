package dev.fazt.host.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Asks a real name server on this machine, which may answer badly. */
class DnsTxtRecordsTest {
    private static final String NAME = "_fazt.example.org";
    private static final Duration PATIENCE = Duration.ofMillis(200);
    private static final Duration HASTE = Duration.ofMillis(20);

    @Nested
    class A_name_with_records {

        @Test
        void shows_each_of_them() throws IOException {
            assertThat(asked(question -> NameServer.texts(question, List.of(List.of("v=spf1 -all"), List.of("0123abcd")))))
                    .containsExactlyInAnyOrder("v=spf1 -all", "0123abcd");
        }

        @Test
        void shows_a_text_in_several_strings_as_one() throws IOException {
            assertThat(asked(question -> NameServer.texts(question, List.of(List.of("01 2", "3ab", "", "c d\"\\e")))))
                    .containsExactly("01 23abc d\"\\e");
        }

        @Test
        void shows_them_too_if_they_are_too_long_for_a_datagram() throws IOException {
            String long1 = "1".repeat(255);
            String long2 = "2".repeat(255);
            assertThat(asked(question -> NameServer.texts(question, List.of(List.of(long1, long2), List.of("short")))))
                    .containsExactlyInAnyOrder(long1 + long2, "short");
        }

        @Test
        void shows_no_more_than_a_hundred() throws IOException {
            List<List<String>> many = new ArrayList<>(Collections.nCopies(99, List.of("x")));
            for (int i = 0; i < 500; i++) {
                many.add(List.of("text " + i));
            }
            assertThat(asked(question -> NameServer.texts(question, many))).hasSize(100);
        }
    }

    @Nested
    class A_name_without {

        // RFC 1035, 4.1.1: no error but no record, a server's failure, no such name, refused.
        @ParameterizedTest
        @ValueSource(ints = {0, 2, 3, 5})
        void shows_none(int code) throws IOException {
            assertThat(asked(question -> NameServer.answer(question, code, 0, new byte[0]))).isEmpty();
        }
    }

    @Nested
    class A_bad_server {

        @Test
        void that_is_silent_is_asked_again_and_then_given_up() throws IOException {
            try (NameServer server = NameServer.start(question -> new byte[0])) {
                assertThat(new DnsTxtRecords(server.address(), PATIENCE).of(NAME)).isEmpty();
                assertThat(server.questions()).isEqualTo(2);
            }
        }

        @Test
        void that_answers_another_question_is_not_believed() throws IOException {
            assertThat(asked(question -> {
                byte[] answer = NameServer.texts(question, List.of(List.of("forged")));
                answer[0] ^= 1;
                return answer;
            })).isEmpty();
        }

        @Test
        void that_is_not_there_shows_none() throws IOException {
            String address;
            try (NameServer gone = NameServer.start(question -> new byte[0])) {
                address = gone.address();
            }
            assertThat(new DnsTxtRecords(address, PATIENCE).of(NAME)).isEmpty();
        }

        @Test
        void that_breaks_off_anywhere_does_not_pass_for_one_that_says_all() throws IOException {
            AtomicInteger cut = new AtomicInteger(1);
            try (NameServer server = NameServer.start(question -> {
                byte[] whole = NameServer.texts(question, List.of(List.of("0123456789abcdef")));
                return Arrays.copyOf(whole, whole.length - cut.get());
            })) {
                while (cut.incrementAndGet() < 60) {
                    assertThat(new DnsTxtRecords(server.address(), HASTE).of(NAME)).doesNotContain("0123456789abcdef");
                }
            }
        }

        @Test
        void that_sends_junk_shows_nothing_that_was_not_said() throws IOException {
            Random random = new Random(53);
            try (NameServer server = NameServer.start(question -> {
                byte[] answer = NameServer.texts(question, List.of(List.of("0123456789abcdef")));
                // The number of the question stays, or nobody would read on.
                for (int hit = 0; hit < 3; hit++) {
                    answer[2 + random.nextInt(answer.length - 2)] = (byte) random.nextInt(256);
                }
                return answer;
            })) {
                for (int i = 0; i < 100; i++) {
                    assertThat(new DnsTxtRecords(server.address(), HASTE).of(NAME)).hasSizeLessThan(2);
                }
            }
        }
    }

    private static List<String> asked(UnaryOperator<byte[]> answers) throws IOException {
        try (NameServer server = NameServer.start(answers)) {
            return new DnsTxtRecords(server.address(), PATIENCE).of(NAME);
        }
    }
}
