package dev.fazt.plugin.forms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import dev.fazt.api.Fault;
import dev.fazt.api.FaztException;
import dev.fazt.api.Site;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SubmissionTest {

    @Test
    void takesSubjectAndReplyAddressFromTheFieldsOfTheProtocol() {
        Submission submission = submission("_subject=Hi%0D%0ABcc:+x@y.z&_replyto=&email=+ada@example.org+&name=Ada");
        assertThat(submission.subject()).isEqualTo("Hi Bcc: x@y.z");
        assertThat(submission.replyTo()).isEqualTo("ada@example.org");
        assertThat(submission.fields()).containsOnlyKeys("email", "name");
    }

    @Test
    void namesEachFieldThatIsMissingOrWrong() {
        FaztException refusal =
                catchThrowableOfType(FaztException.class, () -> submission("name=++&email=no&x=1", "name", "text"));
        assertThat(((Fault.Invalid) refusal.fault()).fields())
                .extracting(Fault.FieldError::field, Fault.FieldError::code)
                .containsExactly(
                        tuple("name", "REQUIRED_FIELD_MISSING"),
                        tuple("text", "REQUIRED_FIELD_MISSING"),
                        tuple("email", "TYPE_EMAIL"));
    }

    @Test
    void isRefusedWhenItIsEmpty() {
        assertThatThrownBy(() -> submission("_next=/x")).isInstanceOf(FaztException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"_gotcha=1", "_hp=1"})
    void isKeptAsSpamWithoutComplaintWhenAHoneypotIsFilled(String honeypot) {
        Submission submission = submission(honeypot + "&email=no", "name");
        assertThat(submission.spamReason()).isEqualTo("honeypot");
        assertThat(submission.replyTo()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a@b.c", "first.last+tag@sub.example.org"})
    void knowsAnAddress(String text) {
        assertThat(Submission.isEmail(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "a@b", "@b.c", "a@b.c\nBcc: d@e.f", "a b@c.d", "a@-b.c", "a@b..c", "a@b.c, d@e.f"})
    void knowsWhatIsNone(String text) {
        assertThat(Submission.isEmail(text)).isFalse();
    }

    @Nested
    class Identifiers {
        @Test
        void riseStrictlyWithinAMillisecondAndWhenTheClockIsSetBack() {
            Clock still = Clock.fixed(Instant.ofEpochMilli(1_700_000_000_000L), ZoneOffset.UTC);
            UuidV7 ids = new UuidV7(still);
            List<String> made = Stream.generate(ids::next).limit(10_000).toList();
            assertThat(made).isSorted().doesNotHaveDuplicates();
            assertThat(made.getFirst()).matches("[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
        }
    }

    @Nested
    class RateLimits {
        private final Hand clock = new Hand();
        private final RateLimiter limiter = new RateLimiter(clock);

        @Test
        void letABurstThroughAndSayWhenToComeBack() {
            Form form = form(20);
            for (int i = 0; i < 10; i++) {
                limiter.take(form, "192.0.2.1");
            }
            FaztException refusal = catchThrowableOfType(FaztException.class, () -> limiter.take(form, "192.0.2.1"));
            assertThat(refusal.fault()).isEqualTo(new Fault.Busy(429, Duration.ofSeconds(3)));
            limiter.take(form, "192.0.2.2");
            clock.now = clock.now.plusSeconds(3);
            limiter.take(form, "192.0.2.1");
        }

        @Test
        void takeANetworkOfVersion6ForOneClient() {
            Form form = form(2);
            limiter.take(form, "2001:db8::1");
            assertThatThrownBy(() -> limiter.take(form, "2001:db8::ffff:2")).isInstanceOf(FaztException.class);
            limiter.take(form, "2001:db8:0:1::1");
        }

        @Test
        void areOffAtZero() {
            Form form = form(0);
            for (int i = 0; i < 1_000; i++) {
                limiter.take(form, "192.0.2.1");
            }
        }
    }

    @Nested
    class Pages {
        @Test
        void escapeWhatVisitorsWrote() {
            assertThat(new Page("<b>", List.of("<script>\"'&"), "/~x\"/").html())
                    .contains("<title>&lt;b&gt;</title>", "<p>&lt;script&gt;&quot;&#39;&amp;</p>", "/~x&quot;/")
                    .doesNotContain("<script");
        }
    }

    private static Submission submission(String body, String... required) {
        return Submission.of(
                UrlEncoded.parse(body.getBytes(StandardCharsets.UTF_8)),
                new Form(new Site("blog"), "contact", List.of(required), new AllowedOrigins(List.of()), null, 0));
    }

    private static Form form(int rateLimit) {
        return new Form(new Site("blog"), "contact", List.of(), new AllowedOrigins(List.of()), null, rateLimit);
    }

    /** A clock that is moved by hand. */
    private static final class Hand extends Clock {
        private Instant now = Instant.ofEpochMilli(1_700_000_000_000L);

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }
}
