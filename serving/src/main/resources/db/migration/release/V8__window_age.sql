ALTER TABLE release.deployment ADD COLUMN min_window_age_ms bigint NOT NULL DEFAULT 1000;
