-- What the log of predictions holds and for how long, as JSON; null: as by default.
ALTER TABLE release.deployment ADD COLUMN prediction_log text;
