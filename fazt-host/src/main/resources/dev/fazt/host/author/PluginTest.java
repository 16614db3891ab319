package @package@;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fazt.api.test.FaztHost;
import org.junit.jupiter.api.Test;

/** Drops the plugin into a real server, and uses it. */
class @class@Test {
    @Test
    void a_visitor_is_greeted_and_counted() {
        try (FaztHost host = FaztHost.start()) {
            host.createSite("blog");
            assertThat(host.get("blog", "/_fazt/@id@/").body()).isEqualTo("Hello, visitor of blog!\n");
            assertThat(host.json("@id@", "count", "blog").get("visits").asInt()).isEqualTo(1);
        }
    }
}
