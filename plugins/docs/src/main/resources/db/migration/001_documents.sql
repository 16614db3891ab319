-- One B-tree per document table: the key is the row, so an insert touches one place, and ids made by us (UUIDv7) append.
CREATE TABLE documents (
    site TEXT NOT NULL,
    collection TEXT NOT NULL,
    id TEXT NOT NULL,
    body TEXT NOT NULL,
    created INTEGER NOT NULL,
    updated INTEGER NOT NULL,
    version INTEGER NOT NULL,
    PRIMARY KEY (site, collection, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE collection_rules (
    site TEXT NOT NULL,
    collection TEXT NOT NULL,
    read_rule TEXT NOT NULL,
    create_rule TEXT NOT NULL,
    update_rule TEXT NOT NULL,
    delete_rule TEXT NOT NULL,
    PRIMARY KEY (site, collection)
) STRICT, WITHOUT ROWID;

CREATE TABLE document_idempotency (
    site TEXT NOT NULL,
    collection TEXT NOT NULL,
    caller TEXT NOT NULL,
    idempotency_key TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    document_id TEXT NOT NULL,
    document_version INTEGER NOT NULL,
    created INTEGER NOT NULL,
    PRIMARY KEY (site, collection, caller, idempotency_key)
) STRICT, WITHOUT ROWID;

CREATE INDEX document_idempotency_created ON document_idempotency (created);
