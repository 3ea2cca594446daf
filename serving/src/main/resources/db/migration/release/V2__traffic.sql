-- Who answers beside the release that serves, as JSON; null: nobody.
ALTER TABLE release.deployment ADD COLUMN traffic text;

-- The same, from each line on: a line tells all about who answered until the next one.
ALTER TABLE release.history ADD COLUMN traffic text;
ALTER TABLE release.history DROP CONSTRAINT history_action_check;
ALTER TABLE release.history ADD CONSTRAINT history_action_check
    CHECK (action IN ('released', 'rolled_back', 'promoted', 'traffic_changed'));
