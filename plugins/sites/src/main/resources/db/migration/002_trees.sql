-- The set of a deploy's files, named by what it holds, so that deploys which are equal share it.
-- complete: all files are listed. staged_at: when its listing last began; 0 while the sweep removes it.
CREATE TABLE trees (
    id        TEXT    NOT NULL PRIMARY KEY,
    files     INTEGER NOT NULL,
    bytes     INTEGER NOT NULL,
    complete  INTEGER NOT NULL,
    staged_at INTEGER NOT NULL
) STRICT;

CREATE TABLE tree_files (
    tree TEXT NOT NULL,
    path TEXT NOT NULL,
    hash TEXT NOT NULL,
    PRIMARY KEY (tree, path)
) STRICT;

CREATE INDEX tree_files_hash ON tree_files (hash);

-- The trees of deploys made before there were any are named by the deploy.
INSERT INTO trees (id, files, bytes, complete, staged_at)
    SELECT site || '-' || number, files, bytes, 1, created_at FROM deploys;
INSERT INTO tree_files (tree, path, hash)
    SELECT site || '-' || number, path, hash FROM deploy_files;
DROP TABLE deploy_files;

-- preview: never shown as the site itself. expires_at: when a preview goes by itself, or null.
-- retired_at: when visitors last stopped seeing it, null while they do or never did.
ALTER TABLE deploys ADD COLUMN tree TEXT NOT NULL DEFAULT '';
ALTER TABLE deploys ADD COLUMN preview INTEGER NOT NULL DEFAULT 0;
ALTER TABLE deploys ADD COLUMN expires_at INTEGER;
ALTER TABLE deploys ADD COLUMN retired_at INTEGER;
UPDATE deploys SET tree = site || '-' || number;
CREATE INDEX deploys_tree ON deploys (site, tree);
CREATE INDEX deploys_by_tree ON deploys (tree);

-- The last number that a site gave, so that none is given twice even when the deploy is gone.
CREATE TABLE deploy_numbers (
    site TEXT    NOT NULL PRIMARY KEY,
    last INTEGER NOT NULL
) STRICT;

INSERT INTO deploy_numbers (site, last)
    SELECT site, MAX(number) FROM deploys GROUP BY site;

-- unlisted_since: when a content came that no deploy holds yet; null once a tree lists it.
ALTER TABLE file_contents ADD COLUMN unlisted_since INTEGER;
