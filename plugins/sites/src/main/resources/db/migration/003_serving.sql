-- null if compression was not tried, 0 if it did not pay
ALTER TABLE file_contents ADD COLUMN brotli_bytes INTEGER;

