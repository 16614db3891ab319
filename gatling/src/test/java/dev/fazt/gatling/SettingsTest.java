package dev.fazt.gatling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fazt.gatling.Settings.DriverChoice;
import dev.fazt.gatling.drive.Load;
import dev.fazt.gatling.workload.Mix;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class SettingsTest {
    private static final Map<String, String> DEFAULTS = Map.ofEntries(
            Map.entry("target", ""), Map.entry("pid", ""), Map.entry("path", ""), Map.entry("users", "2000"),
            Map.entry("rate", "0"), Map.entry("duration", "20"), Map.entry("runs", "3"), Map.entry("workloads", "mix"),
            Map.entry("writes", "0,100,30,50"), Map.entry("driver", "all"), Map.entry("connections", "64,512"),
            Map.entry("warmup", "10"), Map.entry("starts", "5"), Map.entry("cores", "0"));
    private static final Map<String, String> TOKEN = Map.of("FAZT_LAB_TOKEN", "t");

    private final Map<String, String> properties = new HashMap<>();

    private Settings settings(Map<String, String> environment, String... changes) {
        DEFAULTS.forEach((name, value) -> properties.put("lab." + name, value));
        for (int i = 0; i < changes.length; i += 2) {
            properties.put("lab." + changes[i], changes[i + 1]);
        }
        return Settings.of(properties, environment);
    }

    @Nested
    class By_default {
        @Test
        void a_fresh_server_is_measured_with_all_drivers() {
            Settings settings = settings(Map.of());
            assertThat(settings.target()).isEmpty();
            assertThat(settings.load()).isEqualTo(new Load(2_000, 0, 20));
            assertThat(settings.workloads()).containsExactly(new Mix(0), new Mix(100), new Mix(30), new Mix(50));
            assertThat(settings.drivers()).containsExactly(DriverChoice.GATLING, DriverChoice.WRK);
            assertThat(settings.connections()).containsExactly(64, 512);
        }
    }

    @Nested
    class A_running_server {
        @Test
        void is_measured_with_a_token() {
            Settings settings = settings(TOKEN, "target", "http://127.0.0.1:8080/", "pid", "77");
            assertThat(settings.target().orElseThrow().url()).hasToString("http://127.0.0.1:8080");
            assertThat(settings.target().orElseThrow().pid()).contains(77L);
        }

        @Test
        void is_not_measured_without_a_token_but_read_from() {
            assertThatThrownBy(() -> settings(Map.of(), "target", "http://h")).hasMessageContaining("there is no token");
            assertThat(settings(Map.of(), "target", "http://h", "path", "/x", "writes", "0").page()).contains("/x");
            assertThatThrownBy(() -> settings(Map.of(), "target", "http://h", "path", "/x")).hasMessageContaining("-Dwrites=0");
        }
    }

    @Nested
    class What_is_wrong {
        @Test
        void is_told_by_the_name_of_the_property() {
            assertThatThrownBy(() -> settings(TOKEN, "users", "many")).hasMessage("-Dusers: 'many' is not a number");
            assertThatThrownBy(() -> settings(TOKEN, "users", "0")).hasMessageContaining("-Dusers");
            assertThatThrownBy(() -> settings(TOKEN, "runs", "0")).hasMessageContaining("-Druns");
            assertThatThrownBy(() -> settings(TOKEN, "driver", "curl")).hasMessageContaining("choose gatling, wrk or all");
            assertThatThrownBy(() -> settings(TOKEN, "cores", "9999")).hasMessageContaining("-Dcores: 9999");
        }
    }
}
