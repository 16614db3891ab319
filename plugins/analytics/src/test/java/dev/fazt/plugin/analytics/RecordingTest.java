package dev.fazt.plugin.analytics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordingTest {
    private static final String FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0";
    private static final String CHROME =
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36";

    @TempDir
    Path folder;

    private final MovableClock clock = new MovableClock("2026-11-23T10:00:00Z");
    private SqliteFile file;
    private EventRecorder recorder;
    private Reports reports;

    @BeforeEach
    void open() throws Exception {
        file = new SqliteFile(folder.resolve("data.db"));
        start();
    }

    @AfterEach
    void close() throws Exception {
        file.close();
    }

    private void start() {
        recorder = new EventRecorder(
                new EventStore(file), new DailySalt(file, clock, new SecureRandom()), clock);
        reports = new Reports(file);
    }

    private void record(Hit... hits) {
        recorder.prepare(List.of(hits)).run();
    }

    private Hit view(String path, String address, String userAgent) {
        return new Hit(
                "blog", "pageview", Hit.Source.SERVER, clock.millis(), path, "", "", "blog.test:8080", address, userAgent,
                false, null);
    }

    private Hit script(String name, String path, String address) {
        return new Hit(
                "blog", name, Hit.Source.SCRIPT, clock.millis(), path, "", "", "blog.test:8080", address, FIREFOX, false, null);
    }

    private Totals totals(Audience audience) {
        return reports.totals(new Period(
                "blog", Instant.EPOCH, clock.instant().plusSeconds(60), audience));
    }

    @Nested
    class Visiting {
        @Test
        void tells_visitors_apart_by_address_and_browser() {
            record(
                    view("/", "10.0.0.1", FIREFOX),
                    view("/a", "10.0.0.1", FIREFOX),
                    view("/", "10.0.0.2", FIREFOX),
                    view("/", "10.0.0.1", CHROME));
            assertThat(totals(Audience.PEOPLE).views()).isEqualTo(4);
            assertThat(totals(Audience.PEOPLE).visitors()).isEqualTo(3);
        }

        @Test
        void tells_the_same_person_on_two_sites_apart() {
            Hit hit = view("/", "10.0.0.1", FIREFOX);
            record(hit, new Hit(
                    "shop", "pageview", Hit.Source.SERVER, clock.millis(), "/", "", "", "", "10.0.0.1", FIREFOX, false, null));
            assertThat(file.count("SELECT COUNT(DISTINCT visitor) AS n FROM events")).isEqualTo(2);
        }

        @Test
        void knows_a_visitor_again_after_a_restart_on_the_same_day() {
            record(view("/", "10.0.0.1", FIREFOX));
            start();
            record(view("/", "10.0.0.1", FIREFOX));
            assertThat(totals(Audience.PEOPLE).visitors()).isEqualTo(1);
        }

        @Test
        void forgets_visitors_with_the_day_and_destroys_its_salt() {
            record(view("/", "10.0.0.1", FIREFOX));
            byte[] first = salt();
            clock.advance(Duration.ofDays(1));
            record(view("/", "10.0.0.1", FIREFOX));
            assertThat(totals(Audience.PEOPLE).visitors()).isEqualTo(2);
            assertThat(file.count("SELECT COUNT(*) AS n FROM salts")).isEqualTo(1);
            assertThat(salt()).hasSize(32).isNotEqualTo(first);
        }

        @Test
        void destroys_an_old_salt_at_the_start() {
            clock.advance(Duration.ofDays(3));
            new DailySalt(file, clock, new SecureRandom()).current();
            assertThat(file.count("SELECT MIN(day) AS n FROM salts")).isEqualTo(clock.millis() / 86_400_000L);
        }

        @Test
        void counts_who_wants_privacy_without_a_hash() {
            record(new Hit(
                    "blog", "pageview", Hit.Source.SERVER, clock.millis(), "/", "", "", "", "10.0.0.1", FIREFOX, true, null));
            assertThat(totals(Audience.PEOPLE).views()).isEqualTo(1);
            assertThat(totals(Audience.PEOPLE).visitors()).isZero();
            assertThat(file.count("SELECT COUNT(*) AS n FROM events WHERE visitor IS NOT NULL"))
                    .isZero();
        }

        @Test
        void keeps_programs_apart_with_the_reason() {
            record(view("/", "10.0.0.1", FIREFOX), view("/", "10.0.0.9", "curl/8.5.0"));
            assertThat(totals(Audience.PEOPLE).views()).isEqualTo(1);
            assertThat(totals(Audience.BOTS).views()).isEqualTo(1);
            assertThat(totals(Audience.ALL).views()).isEqualTo(2);
            assertThat(file.count("SELECT COUNT(*) AS n FROM events WHERE bot = 'library:curl'"))
                    .isEqualTo(1);
        }

        private byte[] salt() {
            return file.read(sql -> sql.first("SELECT salt FROM salts", row -> row.bytes("salt")))
                    .orElseThrow();
        }
    }

    @Nested
    class Scripts {
        @Test
        void do_not_count_again_what_the_server_counted() {
            record(view("/", "10.0.0.1", FIREFOX), script("pageview", "/", "10.0.0.1"));
            assertThat(totals(Audience.PEOPLE).views()).isEqualTo(1);
        }

        @Test
        void count_what_the_server_did_not_see() {
            record(view("/", "10.0.0.1", FIREFOX), script("pageview", "/next", "10.0.0.1"));
            record(script("pageview", "/", "10.0.0.2"));
            assertThat(totals(Audience.PEOPLE).views()).isEqualTo(3);
        }

        @Test
        void count_the_second_time_that_a_page_is_shown_without_asking_the_server() {
            record(
                    view("/", "10.0.0.1", FIREFOX),
                    script("pageview", "/", "10.0.0.1"),
                    script("pageview", "/", "10.0.0.1"));
            assertThat(totals(Audience.PEOPLE).views()).isEqualTo(2);
        }

        @Test
        void count_again_after_some_seconds() {
            record(view("/", "10.0.0.1", FIREFOX));
            clock.advance(Duration.ofMillis(RecentViews.WINDOW_MILLIS + 1));
            record(script("pageview", "/", "10.0.0.1"));
            assertThat(totals(Audience.PEOPLE).views()).isEqualTo(2);
        }

        @Test
        void have_their_own_events_counted_beside_the_views() {
            record(view("/", "10.0.0.1", FIREFOX), script("Signup", "/", "10.0.0.1"));
            assertThat(totals(Audience.PEOPLE).views()).isEqualTo(1);
            assertThat(totals(Audience.PEOPLE).events()).isEqualTo(1);
        }
    }

    @Nested
    class Storing {
        @Test
        void has_a_batch_once_however_often_it_is_written() {
            Runnable batch = recorder.prepare(List.of(view("/", "10.0.0.1", FIREFOX), view("/a", "10.0.0.1", FIREFOX)));
            batch.run();
            batch.run();
            assertThat(file.count("SELECT COUNT(*) AS n FROM events")).isEqualTo(2);
        }

        @Test
        void leaves_no_more_than_one_mark_behind() {
            for (int i = 0; i < 5; i++) {
                record(view("/", "10.0.0.1", FIREFOX));
            }
            assertThat(file.count("SELECT COUNT(*) AS n FROM event_batches")).isEqualTo(1);
            assertThat(file.count("SELECT COUNT(*) AS n FROM events")).isEqualTo(5);
        }

        @Test
        void keeps_no_address_and_no_query() {
            record(new Hit(
                    "blog", "pageview", Hit.Source.SERVER, clock.millis(), "/a", "token=s3cret&utm_source=mail",
                    "https://www.news.example/secret?q=1", "blog.test", "10.9.8.7", FIREFOX, false, null));
            String row = file.read(sql -> sql.first(
                            "SELECT path || ' ' || referrer || ' ' || utm_source || ' ' || browser || ' ' || os AS n FROM events",
                            r -> r.text("n")))
                    .orElseThrow();
            assertThat(row).isEqualTo("/a news.example mail Firefox Linux");
        }

        @Test
        void takes_the_own_host_for_no_referrer() {
            record(new Hit(
                    "blog", "pageview", Hit.Source.SERVER, clock.millis(), "/a", "", "http://blog.test:8080/", "blog.test:8080",
                    "10.9.8.7", FIREFOX, false, null));
            assertThat(file.count("SELECT COUNT(*) AS n FROM events WHERE referrer IS NULL"))
                    .isEqualTo(1);
        }

        @Test
        void deletes_what_is_past_its_retention_and_nothing_else() {
            var retention = new Retention(file, clock);
            record(view("/old", "10.0.0.1", FIREFOX));
            clock.advance(Duration.ofDays(10));
            record(view("/new", "10.0.0.1", FIREFOX));
            retention.sweep();
            assertThat(file.count("SELECT COUNT(*) AS n FROM events")).isEqualTo(2);
            retention.keep("blog", 5);
            retention.sweep();
            assertThat(file.count("SELECT COUNT(*) AS n FROM events WHERE path = '/new'"))
                    .isEqualTo(1);
            assertThat(file.count("SELECT COUNT(*) AS n FROM events")).isEqualTo(1);
            clock.advance(Duration.ofDays(6));
            retention.sweep();
            assertThat(file.count("SELECT COUNT(*) AS n FROM events")).isZero();
        }
    }

    @Nested
    class Reporting {
        @Test
        void splits_visits_at_half_an_hour_of_silence() {
            record(view("/", "10.0.0.1", FIREFOX));
            clock.advance(Duration.ofMinutes(29));
            record(view("/a", "10.0.0.1", FIREFOX));
            clock.advance(Duration.ofMinutes(31));
            record(view("/b", "10.0.0.1", FIREFOX), view("/b", "10.0.0.2", FIREFOX));
            Totals totals = totals(Audience.PEOPLE);
            assertThat(totals.visitors()).isEqualTo(2);
            assertThat(totals.sessions()).isEqualTo(3);
            assertThat(totals.bounces()).isEqualTo(2);
        }

        @Test
        void ranks_pages_by_views() {
            record(view("/b", "10.0.0.1", FIREFOX), view("/a", "10.0.0.1", FIREFOX), view("/a", "10.0.0.2", FIREFOX));
            var period = new Period("blog", Instant.EPOCH, clock.instant().plusSeconds(1), Audience.PEOPLE);
            assertThat(reports.pages(period, 10).entries())
                    .containsExactly(new Ranking.Entry("/a", 2, 2), new Ranking.Entry("/b", 1, 1));
            assertThat(reports.pages(period, 1).entries()).hasSize(1);
        }

        @Test
        void shows_the_course_of_a_day_by_hours() {
            record(view("/", "10.0.0.1", FIREFOX));
            clock.advance(Duration.ofHours(2));
            record(view("/", "10.0.0.1", FIREFOX), view("/", "10.0.0.2", FIREFOX));
            var period = new Period(
                    "blog", Instant.parse("2026-11-23T10:00:00Z"), Instant.parse("2026-11-23T13:00:00Z"), Audience.PEOPLE);
            assertThat(reports.series(period, Interval.HOUR).points())
                    .extracting(Series.Point::views)
                    .containsExactly(1L, 0L, 2L);
        }

        @Test
        void exports_every_event_once_over_many_pages() throws Exception {
            for (int i = 0; i < 25; i++) {
                Hit[] hits = new Hit[100];
                for (int j = 0; j < hits.length; j++) {
                    hits[j] = view("/" + i + "/" + j, "10.0.0.1", FIREFOX);
                }
                record(hits);
            }
            var out = new ByteArrayOutputStream();
            new CsvExport(reports, new Period("blog", Instant.EPOCH, clock.instant().plusSeconds(1), Audience.ALL))
                    .writeTo(out);
            List<String> lines = out.toString(StandardCharsets.UTF_8).lines().toList();
            assertThat(lines).hasSize(2_501).doesNotHaveDuplicates();
            assertThat(lines.getFirst()).startsWith("time,kind,path,");
            assertThat(lines.get(1)).startsWith("2026-11-23T10:00:00Z,pageview,/0/0,,,,,Firefox,Linux,desktop,");
        }
    }
}
