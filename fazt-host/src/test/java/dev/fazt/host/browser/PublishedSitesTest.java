package dev.fazt.host.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import dev.fazt.host.TestServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
