-- A host of a site's own. Who asks for it proves to own it by showing the token there; verified is when they did.
CREATE TABLE fazt_domain (
    host     TEXT    NOT NULL,
    site     TEXT    NOT NULL,
    token    TEXT    NOT NULL,
    created  INTEGER NOT NULL,
    verified INTEGER,
    PRIMARY KEY (host, site)
) STRICT;

-- Several may ask for a host, one has it.
CREATE UNIQUE INDEX fazt_domain_verified ON fazt_domain (host) WHERE verified IS NOT NULL;
