-- For which site a content was sent first: what waits for a deploy is bounded by site.
ALTER TABLE file_contents ADD COLUMN uploaded_for TEXT NOT NULL DEFAULT '';
CREATE INDEX file_contents_unlisted ON file_contents (unlisted_since);
