CREATE TABLE fazt_site (
    name    TEXT    NOT NULL PRIMARY KEY,
    created INTEGER NOT NULL
) STRICT;

CREATE TABLE fazt_owner (
    id       INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
    password TEXT    NOT NULL,
    created  INTEGER NOT NULL
) STRICT;

CREATE TABLE fazt_token (
    id      TEXT    NOT NULL PRIMARY KEY,
    name    TEXT    NOT NULL,
    hash    TEXT    NOT NULL UNIQUE,
    scopes  TEXT    NOT NULL,
    created INTEGER NOT NULL,
    expires INTEGER
) STRICT;
