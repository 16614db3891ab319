-- A form: what may be sent to it and from where. Lists are joined by commas, which none of their items can contain.
CREATE TABLE forms (
    site       TEXT    NOT NULL,
    name       TEXT    NOT NULL,
    required   TEXT    NOT NULL,
    origins    TEXT    NOT NULL,
    redirect   TEXT,
    rate_limit INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (site, name)
) STRICT;

-- A submission. Its id is a UUIDv7 made by the writer, so the order of ids is the order of commits.
-- fields is a JSON object of arrays of text. spam_reason is null unless the submission is in quarantine.
CREATE TABLE submissions (
    id          TEXT    NOT NULL PRIMARY KEY,
    site        TEXT    NOT NULL,
    form        TEXT    NOT NULL,
    received_at INTEGER NOT NULL,
    spam_reason TEXT,
    subject     TEXT,
    reply_to    TEXT,
    fields      TEXT    NOT NULL
) STRICT;

CREATE INDEX submissions_by_form ON submissions (site, form, id);
