CREATE TABLE events (
    id           INTEGER PRIMARY KEY,
    site         TEXT    NOT NULL,
    kind         TEXT    NOT NULL,
    time         INTEGER NOT NULL,
    path         TEXT    NOT NULL,
    referrer     TEXT,
    utm_source   TEXT,
    utm_medium   TEXT,
    utm_campaign TEXT,
    browser      TEXT,
    os           TEXT,
    device       TEXT,
    visitor      INTEGER,
    bot          TEXT,
    props        TEXT
) STRICT;

CREATE INDEX events_site_time ON events (site, time);

CREATE TABLE salts (
    day  INTEGER PRIMARY KEY,
    salt BLOB NOT NULL
) STRICT;

CREATE TABLE event_batches (
    id   TEXT    PRIMARY KEY,
    time INTEGER NOT NULL
) STRICT;

CREATE TABLE event_retention (
    site TEXT    PRIMARY KEY,
    days INTEGER NOT NULL
) STRICT;
