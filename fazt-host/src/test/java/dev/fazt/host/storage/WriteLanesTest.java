package dev.fazt.host.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Takes units from lanes as the writer does, with costs that the test sets. */
class WriteLanesTest {
    private static final long MILLI = Duration.ofMillis(1).toNanos();

    private final WriteLanes lanes = new WriteLanes();
    private final Map<WorkUnit<?>, String> names = new HashMap<>();

    private void put(WriteLane lane, String name, int count) {
        for (int i = 0; i < count; i++) {
            WorkUnit<Integer> unit = new WorkUnit<>(name, sql -> 0, Duration.ofSeconds(1));
            names.put(unit, name);
            lane.put(unit, Duration.ofSeconds(1));
        }
    }

    /** Takes so many units, each with the cost of its lane, and returns whose they were. */
    private List<String> take(int count, Map<String, Long> costs) {
        List<String> taken = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            WorkUnit<?> unit = lanes.next();
            if (unit == null) {
                break;
            }
            String name = names.getOrDefault(unit, "");
            taken.add(name);
            unit.charge(costs.getOrDefault(name, MILLI / 10));
        }
        return taken;
    }

    @Test
    void a_unit_in_a_quiet_lane_waits_for_one_quantum_of_the_flooded_one() {
        put(lanes.of("a").general(), "a", 8_000);
        take(100, Map.of());
        put(lanes.of("b").general(), "b", 1);
        assertThat(take(11, Map.of())).contains("b");
    }

    @Test
    void time_is_shared_evenly_whatever_a_unit_costs() {
        put(lanes.of("heavy").general(), "heavy", 8_000);
        put(lanes.of("light").general(), "light", 8_000);
        List<String> taken = take(2_000, Map.of("heavy", 5 * MILLI, "light", MILLI / 10));
        long heavy = taken.stream().filter("heavy"::equals).count();
        long light = taken.size() - heavy;
        assertThat((double) light * MILLI / 10).isBetween(heavy * 4.5 * MILLI, heavy * 5.5 * MILLI);
    }

    @Test
    void sites_share_what_their_plugin_has_and_take_nothing_from_other_plugins() {
        for (int i = 0; i < 9; i++) {
            put(lanes.of("docs").site("site-" + i), "docs-" + i, 1_000);
        }
        put(lanes.of("forms").general(), "forms", 1_000);
        List<String> taken = take(1_800, Map.of());
        assertThat(taken.stream().filter("forms"::equals).count()).isBetween(880L, 920L);
        assertThat(taken.stream().filter("docs-3"::equals).count()).isBetween(90L, 110L);
    }

    @Test
    void the_control_plane_has_a_share_like_any_plugin() {
        put(lanes.of("docs").general(), "flood", 5_000);
        put(lanes.of("docs").control(), "control", 100);
        put(lanes.of("host").control(), "host", 1);
        assertThat(take(40, Map.of())).contains("control", "host");
    }

    @Test
    void a_lane_that_is_alone_has_all_the_time_even_if_it_owes_some() {
        put(lanes.of("a").general(), "a", 10);
        assertThat(take(10, Map.of("a", 1_000 * MILLI))).hasSize(10);
        assertThat(lanes.next()).isNull();
        assertThat(lanes.isEmpty()).isTrue();
    }

    @Test
    void units_that_were_given_up_are_passed_over() {
        WorkUnit<Integer> given = new WorkUnit<>("a", sql -> 0, Duration.ofSeconds(1));
        lanes.of("a").general().put(given, Duration.ofSeconds(1));
        assertThat(given.abandon()).isTrue();
        put(lanes.of("a").general(), "a", 1);
        assertThat(take(5, Map.of())).containsExactly("a");
        assertThat(lanes.depths()).containsEntry("a", 0);
    }

    @Test
    void nothing_is_forgotten_when_many_put_while_one_takes() throws Exception {
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 8; t++) {
            WriteLane lane = lanes.of("plugin-" + t % 4).site("site-" + t);
            threads.add(Thread.ofVirtual().start(() -> {
                for (int i = 0; i < 5_000; i++) {
                    lane.put(new WorkUnit<>("x", sql -> 0, Duration.ofSeconds(1)), Duration.ofSeconds(10));
                }
            }));
        }
        int taken = 0;
        while (taken < 40_000) {
            WorkUnit<?> unit = lanes.next();
            if (unit == null) {
                Thread.onSpinWait();
            } else {
                unit.charge(MILLI / 3);
                taken++;
            }
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(lanes.next()).isNull();
    }
}
