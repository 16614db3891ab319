-- Sites with a password. previews_only: visitors need it for previews alone. version: a new one ends what the old password opened.
CREATE TABLE site_passwords (
    site          TEXT    NOT NULL PRIMARY KEY,
    previews_only INTEGER NOT NULL,
    salt          BLOB    NOT NULL,
    iterations    INTEGER NOT NULL,
    hash          BLOB    NOT NULL,
    version       TEXT    NOT NULL
) STRICT;

-- Links that open a part of a site for a while. secret_hash: SHA-256 of what the link holds.
CREATE TABLE share_links (
    id          TEXT    NOT NULL PRIMARY KEY,
    site        TEXT    NOT NULL,
    path        TEXT    NOT NULL,
    secret_hash BLOB    NOT NULL,
    created_at  INTEGER NOT NULL,
    expires_at  INTEGER NOT NULL
) STRICT;

CREATE INDEX share_links_site ON share_links (site);

-- The one key with which the cookies of visitors are signed.
CREATE TABLE access_keys (
    id     INTEGER NOT NULL PRIMARY KEY,
    secret BLOB    NOT NULL
) STRICT;
