-- When a token was last used, to the minute.
ALTER TABLE fazt_token ADD COLUMN used INTEGER;

-- The scopes of the plugin 'sites' begin like those of the host's own operations on sites.
UPDATE fazt_token SET scopes = replace(scopes, 'sites:', 'site:');

-- Browsers in which the owner has logged in. The cookie's secret is kept as its SHA-256 only.
CREATE TABLE fazt_session (
    hash    TEXT    NOT NULL PRIMARY KEY,
    created INTEGER NOT NULL,
    used    INTEGER NOT NULL,
    address TEXT    NOT NULL,
    agent   TEXT    NOT NULL
) STRICT;

-- Who did what. Rows are added, and removed when they are past their time; none is ever changed. Each act that changes something
-- has a row 'begun' from before it, and another when it ended.
CREATE TABLE audit (
    id        TEXT    NOT NULL PRIMARY KEY,
    act       TEXT    NOT NULL,
    at        INTEGER NOT NULL,
    kind      TEXT    NOT NULL,
    name      TEXT    NOT NULL,
    via       TEXT    NOT NULL,
    token     TEXT,
    operation TEXT    NOT NULL,
    target    TEXT    NOT NULL,
    address   TEXT    NOT NULL,
    outcome   TEXT    NOT NULL,
    status    INTEGER,
    millis    INTEGER,
    detail    TEXT
) STRICT;

CREATE INDEX audit_by_time ON audit (at, id);

CREATE INDEX audit_by_act ON audit (act, outcome);
