package dev.fazt.gatling.watch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ProcTest {
    @Nested
    class Processor_time {
        @Test
        void is_read_behind_a_name_with_spaces_and_brackets() {
            ProcStat stat = ProcStat.parse(
                    "4242 (my (odd) prog) S 1 4242 4242 0 -1 4194560 91 0 5 0 1234 66 500 200 20 0 31 0 1700000 1 2 3\n");
            assertThat(stat).isEqualTo(new ProcStat(13.0, 20.0));
        }
    }

    @Nested
    class Memory {
        private final ProcFields rollup = new ProcFields(
                """
                55e0c0000000-7ffd9e5f2000 ---p 00000000 00:00 0                          [rollup]
                Rss:              190604 kB
                Pss:              171822 kB
                Pss_Anon:         150000 kB
                Shared_Clean:      24680 kB
                """);

        @Test
        void is_in_bytes() {
            assertThat(rollup.bytes("Rss")).isEqualTo(190_604 * 1_024L);
            assertThat(rollup.bytes("Pss")).isEqualTo(171_822 * 1_024L);
        }

        @Test
        void is_zero_if_it_is_not_told() {
            assertThat(rollup.bytes("Swap")).isZero();
        }
    }

    @Nested
    class Fields {
        @Test
        void are_found_whatever_space_is_before_the_colon() {
            ProcFields cpu = new ProcFields("processor\t: 0\nmodel name\t: Some Chip: 3 GHz\n");
            assertThat(cpu.value("model name")).isEqualTo("Some Chip: 3 GHz");
            assertThat(cpu.value("flags")).isEmpty();
            assertThat(new ProcFields("Name:\tjava\nThreads:\t31\n").number("Threads")).isEqualTo(31);
        }
    }
}
