-- A file's bytes, stored once however many deploys hold it. The row is written after the last of its chunks.
-- gzip_bytes: null if compression was not tried, 0 if it did not pay.
CREATE TABLE file_contents (
    hash       TEXT    NOT NULL PRIMARY KEY,
    bytes      INTEGER NOT NULL,
    gzip_bytes INTEGER
) STRICT;

CREATE TABLE file_chunks (
    hash     TEXT    NOT NULL,
    encoding TEXT    NOT NULL,
    position INTEGER NOT NULL,
    content  BLOB    NOT NULL,
    PRIMARY KEY (hash, encoding, position)
) STRICT;

CREATE TABLE deploys (
    site       TEXT    NOT NULL,
    number     INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    author     TEXT    NOT NULL,
    message    TEXT,
    files      INTEGER NOT NULL,
    bytes      INTEGER NOT NULL,
    PRIMARY KEY (site, number)
) STRICT;

CREATE TABLE deploy_files (
    site   TEXT    NOT NULL,
    number INTEGER NOT NULL,
    path   TEXT    NOT NULL,
    hash   TEXT    NOT NULL,
    PRIMARY KEY (site, number, path)
) STRICT;

CREATE INDEX deploy_files_hash ON deploy_files (hash);

-- Which deploy visitors see: the one row that a deploy and a rollback swap.
CREATE TABLE live_deploys (
    site    TEXT    NOT NULL PRIMARY KEY,
    number  INTEGER NOT NULL,
    live_at INTEGER NOT NULL
) STRICT;
