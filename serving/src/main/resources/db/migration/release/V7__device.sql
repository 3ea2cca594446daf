-- Where a release runs.
ALTER TABLE release.release ADD COLUMN device text NOT NULL DEFAULT 'cpu';
