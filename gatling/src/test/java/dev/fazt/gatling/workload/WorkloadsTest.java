package dev.fazt.gatling.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class WorkloadsTest {
    @Nested
    class Names {
        @Test
        void stand_for_workloads_in_their_order() {
            assertThat(Workloads.parse("forms, mix,day", "0,30"))
                    .containsExactly(Activity.FORMS, new Mix(0), new Mix(30), Activity.DAY);
            assertThat(Workloads.parse("analytics", "")).containsExactly(Activity.ANALYTICS);
        }

        @Test
        void that_are_wrong_are_told_with_those_that_are_right() {
            assertThatThrownBy(() -> Workloads.parse("night", "0")).hasMessageContaining("'night': choose from mix, forms");
            assertThatThrownBy(() -> Workloads.parse("mix", "half")).hasMessage("-Dwrites: 'half' is not a number");
            assertThatThrownBy(() -> Workloads.parse("mix", "101")).hasMessageContaining("no percentage");
        }
    }

    @Nested
    class The_forerunner {
        @Test
        void is_known_for_its_four_workloads() {
            assertThat(new Mix(0).forerunner()).contains(19_536);
            assertThat(new Mix(100).forerunner()).contains(832);
            assertThat(new Mix(7).forerunner()).isEmpty();
            assertThat(Activity.FORMS.forerunner()).isEmpty();
        }
    }
}
