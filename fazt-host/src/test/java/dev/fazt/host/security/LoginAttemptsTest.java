package dev.fazt.host.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fazt.api.FaztException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoginAttemptsTest {
    private Instant now = Instant.parse("2026-01-31T12:00:00Z");
    private final LoginAttempts attempts = new LoginAttempts(new Clock() {
        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException();
        }
    });

    private void fail(String account, String address, int times) {
        for (int i = 0; i < times; i++) {
            attempts.begin(account, address);
        }
    }

    private void assertRefused(String account, String address) {
        assertThatThrownBy(() -> attempts.begin(account, address))
                .isInstanceOf(FaztException.class)
                .satisfies(e -> assertThat(((FaztException) e).fault().status()).isEqualTo(429));
    }

    @Test
    void from_one_address_are_limited_until_the_window_has_passed() {
        fail("owner", "192.0.2.1", 10);
        assertRefused("owner", "192.0.2.1");
        assertRefused("nobody", "192.0.2.1");
        attempts.begin("owner", "192.0.2.2");
        now = now.plus(Duration.ofMinutes(1));
        attempts.begin("owner", "192.0.2.1");
    }

    @Test
    void from_one_network_of_ipv6_count_together() {
        for (int i = 1; i <= 10; i++) {
            attempts.begin("owner", "2001:db8:1:2::" + i);
        }
        assertRefused("owner", "2001:db8:1:2:ffff::1");
        attempts.begin("owner", "2001:db8:1:3::1");
    }

    @Test
    void on_one_account_are_limited_whatever_addresses_they_come_from() {
        for (int i = 0; i < 100; i++) {
            attempts.begin("owner", "198.51.100." + i);
        }
        assertRefused("owner", "203.0.113.1");
        attempts.begin("nobody", "203.0.113.1");
    }

    @Test
    void of_others_do_not_lock_out_the_owner_at_home() {
        attempts.begin("owner", "192.0.2.1");
        attempts.succeeded("owner", "192.0.2.1");
        for (int i = 0; i < 100; i++) {
            attempts.begin("owner", "198.51.100." + i);
        }
        assertThatCode(() -> attempts.begin("owner", "192.0.2.1")).doesNotThrowAnyException();
    }

    @Test
    void that_are_right_do_not_count() {
        for (int i = 0; i < 1_000; i++) {
            attempts.begin("owner", "192.0.2.1");
            attempts.succeeded("owner", "192.0.2.1");
        }
    }

    @Test
    void do_not_lock_anybody_out_when_the_clock_is_set_back() {
        fail("owner", "192.0.2.1", 10);
        now = now.minus(Duration.ofDays(1));
        attempts.begin("owner", "192.0.2.1");
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.1, 192.0.2.1",
        "::ffff:192.0.2.1, 192.0.2.1",
        "2001:db8:1:2:3:4:5:6, 20010db800010002/64",
        "2001:DB8:1:2::1, 20010db800010002/64",
        "fe80::1%eth0, fe80000000000000/64",
        "unknown, unknown",
    })
    void come_from_a_network(String address, String network) {
        assertThat(Network.of(address)).isEqualTo(network);
    }
}
