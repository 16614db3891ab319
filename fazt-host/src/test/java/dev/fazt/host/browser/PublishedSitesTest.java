package dev.fazt.host.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import dev.fazt.host.TestServer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Deploys sites that others published, and looks at them with a real Chromium. */
class PublishedSitesTest {
    private static Playwright playwright;
    private static Browser browser;

    @TempDir
    Path folder;

    private TestServer server;
    private Page page;
    private final List<String> complaints = new ArrayList<>();

    @BeforeAll
    static void launch() {
        Path chromium = Stream.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst()
                .orElse(Path.of("/usr/bin/chromium"));
        boolean ci = "true".equals(System.getenv("CI"));
        Assumptions.assumeTrue(ci || Files.isExecutable(chromium), "no Chromium: install the package 'chromium'");
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(chromium)
                        .setArgs(List.of("--no-sandbox", "--disable-quic", "--disable-background-networking",
                                "--disable-component-update", "--disable-sync")));
    }

    @AfterAll
    static void quit() {
        if (playwright != null) {
            playwright.close();
        }
    }

    @BeforeEach
    void start() {
        server = TestServer.start(folder);
        // A person's browser does not call itself headless.
        page = browser.newContext(new Browser.NewContextOptions()
                        .setUserAgent("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) "
                                + "Chrome/140.0.0.0 Safari/537.36"))
                .newPage();
        page.onConsoleMessage(message -> {
            if (message.type().equals("error") && !message.location().contains("/favicon.ico")) {
                complaints.add(message.text() + " at " + message.location());
            }
        });
        page.onPageError(complaints::add);
        page.onResponse(response -> {
            if (response.status() >= 400 && !response.url().endsWith("/favicon.ico")) {
                complaints.add(response.status() + " " + response.url());
            }
        });
    }

    @AfterEach
    void stop() {
        page.context().close();
        server.close();
    }

    private String url(String site, String path) {
        return "http://" + site + ".localhost:" + server.port() + path;
    }

    private void deployJar(String site, String jar) throws Exception {
        assertThat(server.upload(site, Files.readAllBytes(Path.of("target/test-sites", jar))).statusCode())
                .isEqualTo(200);
    }

    @Test
    void a_documentation_build_is_read_link_by_link() throws Exception {
        deployJar("docs", "junit-jupiter-api-javadoc.jar");
        page.navigate(url("docs", "/allclasses-index"));
        List<String> links = hrefs();
        assertThat(links).hasSizeGreaterThan(20);
        for (String link : links.subList(0, 20)) {
            assertThat(page.navigate(link).status()).as(link).isIn(200, 304);
        }
        assertThat(complaints).isEmpty();
    }

    @Test
    void a_site_with_deep_folders_works_below_a_path_of_the_control_host_too() throws Exception {
        deployJar("slf4j", "slf4j-api-javadoc.jar");
        page.navigate(server.url() + "/~slf4j/");
        assertThat(page.title()).contains("SLF4J");
        page.navigate(server.url() + "/~slf4j/org/slf4j/package-summary.html");
        assertThat(page.locator("h1").first().textContent()).contains("org.slf4j");
        // The sandbox gives the page an origin of its own: what belongs to the control host is out of its reach.
        assertThat(page.evaluate("(() => { try { return document.cookie; } catch (e) { return e.name; } })()"))
                .isEqualTo("SecurityError");
    }

    private List<String> hrefs() {
        List<String> links = new ArrayList<>();
        for (Object link : (List<?>) page.evaluate(
                "[...new Set([...document.links].map(a => a.href.split('#')[0]))].filter(h => h.startsWith(location.origin))")) {
            links.add(String.valueOf(link));
        }
        return links;
    }

    @Test
    void a_single_page_application_starts() throws Exception {
        deployJar("app", "swagger-ui.jar");
        page.navigate(url("app", "/META-INF/resources/webjars/swagger-ui/" + swaggerVersion() + "/index.html"));
        page.waitForSelector(".swagger-ui");
    }

    private static String swaggerVersion() {
        return System.getProperty("fazt.test.swagger-ui");
    }

    @Test
    void a_video_is_played_from_where_the_visitor_wants() throws Exception {
        byte[] video = withTableOfContentsFarBehind(clock());
        server.upload("cinema", TestServer.zipBytes(Map.of(
                "index.html",
                """
                <!doctype html><html lang="en"><title>Cinema</title><link rel="icon" href="data:,">
                <video id="v" preload="metadata" src="clock.mp4" muted></video></html>
                """.getBytes(StandardCharsets.UTF_8),
                "clock.mp4",
                video)));
        List<String> ranges = new ArrayList<>();
        page.onResponse(response -> {
            if (response.url().endsWith("/clock.mp4")) {
                ranges.add(response.status() + " " + response.headers().getOrDefault("content-range", ""));
            }
        });
        page.navigate(url("cinema", "/"));
        page.waitForFunction("document.getElementById('v').readyState >= 1");
        assertThat(number("duration")).isEqualTo(20.0);
        assertThat(number("videoWidth")).isEqualTo(160);
        for (int second : new int[] {15, 3, 18}) {
            page.evaluate("""
                    second => new Promise((seen, failed) => {
                      const v = document.getElementById('v');
                      v.onseeked = seen;
                      v.onerror = () => failed(v.error);
                      v.currentTime = second;
                    })""", second);
            assertThat(number("currentTime")).isEqualTo(second);
            page.waitForFunction("document.getElementById('v').readyState >= 2");
        }
        page.evaluate("document.getElementById('v').play()");
        page.waitForFunction("document.getElementById('v').ended");
        assertThat(number("currentTime")).isEqualTo(20.0);
        assertThat(number("getVideoPlaybackQuality().totalVideoFrames")).isPositive();
        assertThat(page.evaluate("document.getElementById('v').error")).isNull();
        assertThat(ranges).allMatch(range -> range.startsWith("206 bytes ") && range.endsWith("/" + video.length));
        assertThat(ranges).as("it jumped over what it does not need").anyMatch(range -> first(range) > video.length / 2);
        assertThat(complaints).isEmpty();
    }

    private double number(String property) {
        return ((Number) page.evaluate("document.getElementById('v')." + property)).doubleValue();
    }

    /** Returns where a part begins. */
    private static int first(String range) {
        return Integer.parseInt(range.substring("206 bytes ".length(), range.indexOf('-')));
    }

    /** Returns a film of 20 seconds, VP9 in MP4, made by ffmpeg's {@code testsrc}. */
    private static byte[] clock() throws IOException {
        try (InputStream in = Objects.requireNonNull(PublishedSitesTest.class.getResourceAsStream("clock.mp4"))) {
            return in.readAllBytes();
        }
    }

    /** Puts 8 MiB of nothing (a box {@code free}, ISO/IEC 14496-12) before a film's last box, which names its frames. */
    private static byte[] withTableOfContentsFarBehind(byte[] film) {
        ByteBuffer boxes = ByteBuffer.wrap(film);
        int last = 0;
        for (int at = 0; at < film.length; at += boxes.getInt(at)) {
            last = at;
        }
        int gap = 8 << 20;
        ByteBuffer stretched = ByteBuffer.allocate(film.length + gap);
        stretched.put(film, 0, last).putInt(gap).put(ascii("free"));
        stretched.position(last + gap).put(film, last, film.length - last);
        return stretched.array();
    }

    @Test
    void a_sound_is_played_from_the_middle() {
        byte[] sound = wav(30);
        server.upload("radio", TestServer.zipBytes(Map.of(
                "index.html",
                """
                <!doctype html><html lang="en"><title>Radio</title><link rel="icon" href="data:,">
                <audio id="a" preload="metadata" src="tone.wav" muted></audio></html>
                """.getBytes(StandardCharsets.UTF_8),
                "tone.wav",
                sound)));
        List<String> ranges = new ArrayList<>();
        page.onResponse(response -> {
            if (response.url().endsWith("/tone.wav")) {
                ranges.add(response.status() + " " + response.headers().getOrDefault("content-range", ""));
            }
        });
        page.navigate(url("radio", "/"));
        page.waitForFunction("document.getElementById('a').readyState >= 1");
        assertThat(((Number) page.evaluate("document.getElementById('a').duration")).doubleValue()).isEqualTo(30.0);
        page.evaluate("(async () => { const a = document.getElementById('a'); a.currentTime = 25; await a.play(); })()");
        page.waitForFunction("document.getElementById('a').currentTime > 25");
        assertThat(page.evaluate("document.getElementById('a').error")).isNull();
        assertThat(ranges).isNotEmpty().allMatch(range -> range.startsWith("206 bytes ") && range.endsWith("/" + sound.length));
        assertThat(complaints).isEmpty();
    }

    /** Makes a tone of some seconds: 8-bit mono samples at 44,100 Hz (RIFF WAVE, PCM). */
    private static byte[] wav(int seconds) {
        int rate = 44_100;
        ByteBuffer wav = ByteBuffer.allocate(44 + rate * seconds).order(ByteOrder.LITTLE_ENDIAN);
        wav.put(ascii("RIFF")).putInt(36 + rate * seconds).put(ascii("WAVEfmt ")).putInt(16);
        wav.putShort((short) 1).putShort((short) 1).putInt(rate).putInt(rate).putShort((short) 1).putShort((short) 8);
        wav.put(ascii("data")).putInt(rate * seconds);
        while (wav.hasRemaining()) {
            wav.put((byte) (128 + 100 * Math.sin(wav.position() * 2 * Math.PI * 440 / rate)));
        }
        return wav.array();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Test
    void links_to_files_with_unusual_names_are_followed() {
        Map<String, byte[]> files = new LinkedHashMap<>();
        StringBuilder index = new StringBuilder("<!doctype html><html lang=en><meta charset=utf-8><title>Odd</title><link rel=icon href=data:,>");
        String[] names = {"a b", "100%25", "a+b", "who%3F", "%231", "\u00fcml\u00e4ut", "\u65e5\u672c", "a;b", "it's"};
        for (String name : names) {
            index.append("<a href=\"%s.html\">x</a>".formatted(name));
            String file = name.replace("%25", "%").replace("%3F", "?").replace("%23", "#") + ".html";
            files.put(file, "<!doctype html><html lang=en><meta charset=utf-8><title>%s</title><link rel=icon href=data:,>"
                    .formatted(file).getBytes(StandardCharsets.UTF_8));
        }
        files.put("index.html", index.toString().getBytes(StandardCharsets.UTF_8));
        server.upload("odd", TestServer.zipBytes(files));
        page.navigate(url("odd", "/"));
        List<String> links = hrefs();
        assertThat(links).hasSize(names.length);
        List<String> titles = new ArrayList<>();
        for (String link : links) {
            page.navigate(link);
            titles.add(page.title());
        }
        files.remove("index.html");
        assertThat(titles).containsExactlyElementsOf(files.keySet());
        assertThat(complaints).isEmpty();
    }

    @Test
    void a_page_writes_documents_with_fetch_and_submits_a_plain_form() {
        server.createSite("shop");
        server.operation("docs", "rules", Map.of("site", "shop", "collection", "notes", "create", "anyone", "read", "anyone"));
        server.operation("forms", "create", Map.of("site", "shop", "form", "contact"));
        server.deploy("shop", Map.of(
                "index.html",
                """
                <!doctype html><html lang="en"><meta charset="utf-8"><title>Shop</title>
                <link rel="icon" href="data:,"><link rel="stylesheet" href="style.css">
                <p id="out"></p>
                <form method="post" action="/_fazt/forms/contact">
                  <input name="email" value="ann@example.org"><input name="_next" type="hidden" value="/thanks">
                  <button>Send</button></form>
                <script src="app.js"></script></html>
                """,
                "style.css", "p { color: green }",
                "app.js",
                """
                (async () => {
                  const made = await fetch('/_fazt/docs/notes', {method: 'POST',
                    headers: {'Content-Type': 'application/json'}, body: JSON.stringify({text: 'from a page'})});
                  const list = await (await fetch('/_fazt/docs/notes')).json();
                  document.getElementById('out').textContent = made.status + ' ' + JSON.stringify(list);
                })();
                """,
                "thanks.html", "<!doctype html><html lang=\"en\"><title>Thanks</title><link rel=\"icon\" href=\"data:,\"><p>Thank you</p></html>"));
        page.navigate(url("shop", "/"));
        page.waitForFunction("document.getElementById('out').textContent.startsWith('201')");
        assertThat(page.textContent("#out")).contains("from a page");
        page.click("button");
        page.waitForURL("**/thanks");
        assertThat(page.textContent("p")).isEqualTo("Thank you");
        assertThat(complaints).isEmpty();
        assertThat(server.query("forms", "list", Map.of("site", "shop", "form", "contact")).toString())
                .contains("ann@example.org");
        page.navigate(url("shop", "/"));
        server.close();
        // Two looks at the start page and one at the thanks: pages, not assets; one visitor.
        assertThat(TestServer.sqlite(server.database(), "SELECT COUNT(*) FROM events WHERE kind = 'pageview' AND site = 'shop'"))
                .isEqualTo("3");
        assertThat(TestServer.sqlite(server.database(), "SELECT COUNT(DISTINCT visitor) FROM events WHERE site = 'shop'"))
                .isEqualTo("1");
    }
}
