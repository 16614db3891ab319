package dev.fazt.host.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fazt.host.TestServer;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** Deploys a site again and again: every file of a deploy carries its number, so that a mixture shows. Used by one thread at a time. */
final class EndlessDeploys {
    /** Is where the site is shown. */
    static final String HOST = "pages.localhost";

    private static final String SITE = "pages";
    private static final int FILES = 200;

    private int attempted;
    private int acknowledged;

    /** Deploys once, and returns the status. */
    int deploy(HttpPeer owner) throws IOException {
        int number = ++attempted;
        Map<String, String> files = new LinkedHashMap<>();
        IntStream.range(0, FILES).forEach(file -> files.put(file + ".txt", "deploy %d, file %d".formatted(number, file)));
        HttpResponse<String> response = owner.deploy(SITE, TestServer.zip(files));
        if (response.statusCode() == 200) {
            acknowledged = number;
        }
        return response.statusCode();
    }

    /** Returns the path of one of the files; there is one for every number. */
    static String page(int file) {
        return "/" + Math.floorMod(file, FILES) + ".txt";
    }

    int attempted() {
        return attempted;
    }

    int acknowledged() {
        return acknowledged;
    }

    /** Gets every file: all are of one deploy, the last that was acknowledged or the one after it. */
    void assertOneIsShown(HttpPeer visitor) throws IOException {
        TreeSet<Integer> shown = new TreeSet<>();
        for (int file = 0; file < FILES; file++) {
            HttpResponse<String> response = visitor.get(HOST, page(file));
            assertThat(response.statusCode()).as(file + ".txt").isEqualTo(200);
            assertThat(response.body()).matches("deploy \\d+, file " + file);
            shown.add(Integer.valueOf(response.body().replaceAll("deploy (\\d+),.*", "$1")));
        }
        assertThat(shown).as("deploys whose files are shown").hasSize(1);
        assertThat(shown.first()).isBetween(acknowledged, attempted);
        // What is shown now is the deploy that counts: a later one must not fall behind it.
        acknowledged = shown.first();
    }
}
