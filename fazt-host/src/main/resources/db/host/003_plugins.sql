-- What is installed. The jars themselves are in the tables below, so that a copy of this file is a copy of everything.
CREATE TABLE fazt_plugin (
    id               TEXT    NOT NULL PRIMARY KEY,
    state            TEXT    NOT NULL CHECK (state IN ('enabled', 'disabled', 'removed')),
    version          TEXT    NOT NULL,
    jar              TEXT    NOT NULL,
    previous_version TEXT,
    previous_jar     TEXT,
    public_key       TEXT,
    settings         TEXT    NOT NULL,
    changed          INTEGER NOT NULL
) STRICT;

-- A jar is there when its row is there: the chunks come first.
CREATE TABLE fazt_plugin_jar (
    sha256         TEXT    NOT NULL PRIMARY KEY,
    size           INTEGER NOT NULL,
    ending_classes TEXT    NOT NULL
) STRICT;

CREATE TABLE fazt_plugin_chunk (
    sha256  TEXT    NOT NULL,
    number  INTEGER NOT NULL,
    content BLOB    NOT NULL,
    PRIMARY KEY (sha256, number)
) STRICT;

-- How often in a row the start of a jar was begun and did not succeed: written before, so that it counts if the process dies.
CREATE TABLE fazt_plugin_start (
    jar      TEXT    NOT NULL PRIMARY KEY,
    attempts INTEGER NOT NULL,
    reason   TEXT
) STRICT;
