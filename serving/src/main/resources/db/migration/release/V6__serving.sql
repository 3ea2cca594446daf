-- How requests are run, as JSON; null: as by default.
ALTER TABLE release.deployment ADD COLUMN serving text;
