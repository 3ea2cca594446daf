-- Keys and values go together: what a key has in an experiment tells nothing of the same text under another key or elsewhere. Without
-- knowing that, the database takes every filter on a param or tag for one that hardly a run fulfils, and begins with it.
CREATE STATISTICS tracking.param_values (mcv) ON experiment, key, (left(value, 250)) FROM tracking.param;
CREATE STATISTICS tracking.tag_values (mcv) ON experiment, key, (left(value, 250)) FROM tracking.tag;
CREATE STATISTICS tracking.metric_keys (mcv) ON experiment, key FROM tracking.metric;
ANALYZE tracking.param, tracking.tag, tracking.metric;
