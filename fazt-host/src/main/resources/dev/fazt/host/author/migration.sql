-- Runs once, before the plugin starts. It is never changed after that: the next change is 002_….sql.
CREATE TABLE @table@ (
    id   TEXT    NOT NULL PRIMARY KEY,
    site TEXT    NOT NULL,
    time INTEGER NOT NULL
) STRICT;

CREATE INDEX @table@_by_site ON @table@ (site, time);
