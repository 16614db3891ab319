package dev.fazt.host.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Migrates tables of several plugins in one file. */
class MigrationsTest {
    private static final Migration NOTES =
            new Migration(1, "notes", "CREATE TABLE note (id TEXT PRIMARY KEY) STRICT;\nINSERT INTO note VALUES ('a');");

    @TempDir
    Path folder;

    private OpenStorage open;
    private Migrations migrations;

    @BeforeEach
    void start() {
        open = new OpenStorage(folder);
        migrations = new Migrations(open.engine.lane("host"), Clock.systemUTC());
    }

    @AfterEach
    void stop() throws InterruptedException {
        open.close();
    }

    private long count(String from) {
        return open.lane.read(
                sql -> sql.first("SELECT COUNT(*) AS n FROM " + from, row -> row.integer("n")).orElseThrow());
    }

    @Test
    void run_each_script_once() {
        migrations.migrate("notes", List.of(NOTES));
        migrations.migrate("notes", List.of(NOTES, new Migration(2, "more", "INSERT INTO note VALUES ('b');")));
        migrations.migrate("notes", List.of(NOTES, new Migration(2, "more", "INSERT INTO note VALUES ('b');")));
        assertThat(count("note")).isEqualTo(2);
    }

    @Test
    void refuse_a_script_that_changed_and_show_the_line() {
        migrations.migrate("notes", List.of(NOTES));
        Migration changed = new Migration(1, "notes", NOTES.script().replace("'a'", "'z'"));
        assertThatThrownBy(() -> migrations.migrate("notes", List.of(changed)))
                .hasMessageContaining("001_notes of 'notes' was changed after it ran; its line 2 was "
                        + "'INSERT INTO note VALUES ('a');' and is 'INSERT INTO note VALUES ('z');'");
    }

    @Test
    void refuse_a_plugin_that_does_not_know_what_ran() {
        migrations.migrate("notes", List.of(NOTES));
        assertThatThrownBy(() -> migrations.migrate("notes", List.of()))
                .hasMessageContaining("has migration 001_notes of 'notes', which this version of the plugin does not know");
    }

    @Test
    void refuse_a_history_with_a_gap() {
        Migration second = new Migration(2, "more", "INSERT INTO note VALUES ('b');");
        migrations.migrate("notes", List.of(NOTES, second));
        open.engine.lane("host").write(sql -> sql.update("DELETE FROM fazt_migration WHERE plugin = 'notes' AND number = 1"));
        assertThatThrownBy(() -> migrations.migrate("notes", List.of(NOTES, second)))
                .hasMessageContaining("has migration 002_more of 'notes', but not 001 before it");
    }

    @Test
    void refuse_gaps() {
        assertThatThrownBy(() -> migrations.migrate("notes", List.of(NOTES, new Migration(3, "x", "SELECT 1"))))
                .hasMessageContaining("without gaps, but the 2. is 003_x");
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "DROP TABLE note", "drop table if exists \"note\"", "ALTER TABLE note ADD COLUMN x TEXT", "DELETE FROM note",
        "INSERT INTO note VALUES ('x')", "UPDATE note SET id = 'x'", "CREATE TABLE note (x TEXT) STRICT",
        "CREATE TABLE IF NOT EXISTS Note (x TEXT) STRICT", "CREATE INDEX i ON note (id)",
        "CREATE TABLE mine (x TEXT REFERENCES note (id)) STRICT", "DELETE FROM fazt_migration"
    })
    void refuse_to_touch_a_table_of_another_and_change_nothing(String statement) {
        migrations.migrate("notes", List.of(NOTES));
        Migration theft = new Migration(1, "theft", "CREATE TABLE first (x TEXT) STRICT; " + statement + ";");
        assertThatThrownBy(() -> migrations.migrate("thief", List.of(theft)))
                .hasMessageContaining("migration 001_theft of 'thief' uses table '")
                .hasMessageContaining("belongs to");
        assertThat(count("note")).isEqualTo(1);
        assertThat(count("sqlite_master WHERE name IN ('first', 'mine', 'i')")).isZero();
    }

    @Test
    void let_words_in_texts_and_columns_be_what_they_are() {
        migrations.migrate("notes", List.of(NOTES));
        migrations.migrate("other", List.of(new Migration(1, "other",
                "CREATE TABLE other (note TEXT) STRICT; -- not from note\nINSERT INTO other VALUES ('from note; COMMIT')")));
        assertThat(count("other WHERE note = 'from note; COMMIT'")).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"nonsense", "COMMIT", "/* x */ PRAGMA synchronous = OFF", "BEGIN", "END", "VACUUM", "CREATE TABLE h2 (id TEXT UNIQUE ON CONFLICT ROLLBACK) STRICT",
        "CREATE TRIGGER t AFTER INSERT ON half BEGIN DELETE FROM half; END"})
    void undo_all_of_a_script_that_fails_or_reaches_beyond_itself(String statement) {
        Migration half = new Migration(1, "half", "CREATE TABLE half (id TEXT) STRICT; " + statement + ";");
        assertThatThrownBy(() -> migrations.migrate("half", List.of(half))).isInstanceOf(RuntimeException.class);
        assertThat(count("sqlite_master WHERE name = 'half'")).isZero();
        open.increment();
        assertThat(open.value()).isEqualTo(1);
    }

    @Test
    void give_a_table_that_was_dropped_free_for_others() {
        migrations.migrate("notes", List.of(NOTES, new Migration(2, "drop", "DROP TABLE note;")));
        migrations.migrate("other", List.of(NOTES));
        assertThat(count("fazt_table WHERE name = 'note' AND plugin = 'other'")).isEqualTo(1);
    }
}
