-- Everything that MLflow's clients keep of experiments and runs. Texts that are looked up or sorted compare by their bytes.

ALTER TABLE tracking.experiment
    ALTER COLUMN name TYPE text COLLATE "C",
    ADD COLUMN artifact_location text,
    ADD COLUMN deleted_at_ms bigint;

-- Runs whose client names no experiment belong to number 0. Who had an experiment of that name finds its runs there.
INSERT INTO tracking.experiment (id, name, lifecycle, created_at_ms, updated_at_ms)
SELECT 0, '0', 'active', now.ms, now.ms FROM (SELECT (extract(epoch FROM now()) * 1000)::bigint) AS now(ms);
UPDATE tracking.run SET experiment = 0
 WHERE experiment = (SELECT id FROM tracking.experiment WHERE name = 'Default');
UPDATE tracking.dataset SET experiment = 0
 WHERE experiment = (SELECT id FROM tracking.experiment WHERE name = 'Default');
UPDATE tracking.experiment_tag SET experiment = 0
 WHERE experiment = (SELECT id FROM tracking.experiment WHERE name = 'Default');
DELETE FROM tracking.experiment WHERE name = 'Default';
UPDATE tracking.experiment SET name = 'Default' WHERE id = 0;

UPDATE tracking.experiment SET artifact_location = 'mlflow-artifacts:/' || id;
ALTER TABLE tracking.experiment ALTER COLUMN artifact_location SET NOT NULL;

ALTER TABLE tracking.experiment_tag ALTER COLUMN key TYPE text COLLATE "C", ALTER COLUMN value TYPE text COLLATE "C";

-- revision grows with every change of what the run shows, so that a rendered run is told from an outdated one.
-- Every writer changes it first: its row is the lock under which a run's params, tags and metrics are written.
ALTER TABLE tracking.run
    ALTER COLUMN name TYPE text COLLATE "C",
    ALTER COLUMN user_name TYPE text COLLATE "C",
    ADD COLUMN revision bigint NOT NULL DEFAULT 0,
    ADD COLUMN artifact_uri text,
    ADD COLUMN deleted_at_ms bigint,
    SET (fillfactor = 80);
UPDATE tracking.run SET artifact_uri = 'mlflow-artifacts:/' || experiment || '/' || replace(run_id::text, '-', '') || '/artifacts';
ALTER TABLE tracking.run ALTER COLUMN artifact_uri SET NOT NULL;

CREATE INDEX run_deleted ON tracking.run (deleted_at_ms) WHERE deleted_at_ms IS NOT NULL;

-- No foreign keys to the run from here on: whoever writes holds the run's row, and checking each of hundreds of rows is most of the cost.
-- experiment repeats the run's, so that a filter within an experiment is a range of an index. Values longer than an index takes are cut there.
ALTER TABLE tracking.param
    DROP CONSTRAINT param_run_fkey,
    ALTER COLUMN key TYPE text COLLATE "C",
    ALTER COLUMN value TYPE text COLLATE "C",
    ADD COLUMN experiment bigint;
UPDATE tracking.param p SET experiment = r.experiment FROM tracking.run r WHERE r.id = p.run;
ALTER TABLE tracking.param ALTER COLUMN experiment SET NOT NULL;
CREATE INDEX param_value ON tracking.param (experiment, key, left(value, 250)) INCLUDE (run);

ALTER TABLE tracking.tag
    DROP CONSTRAINT tag_run_fkey,
    ALTER COLUMN key TYPE text COLLATE "C",
    ALTER COLUMN value TYPE text COLLATE "C",
    ADD COLUMN experiment bigint;
INSERT INTO tracking.tag (run, key, value) SELECT id, 'mlflow.runName', name FROM tracking.run ON CONFLICT DO NOTHING;
UPDATE tracking.tag t SET experiment = r.experiment FROM tracking.run r WHERE r.id = t.run;
UPDATE tracking.run r SET name = t.value FROM tracking.tag t WHERE t.run = r.id AND t.key = 'mlflow.runName' AND t.value <> '';
ALTER TABLE tracking.tag ALTER COLUMN experiment SET NOT NULL;
CREATE INDEX tag_value ON tracking.tag (experiment, key, left(value, 250)) INCLUDE (run);

-- A param stands once it is logged. Called by the statement that would change one, so that nothing of its batch is kept.
CREATE FUNCTION tracking.refuse_param_change() RETURNS text LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a param can not be changed' USING ERRCODE = 'TR001';
END
$$;

-- A metric of a run: its latest point, and the tail of its history as parallel arrays of at most 32 points in the order they came in.
ALTER TABLE tracking.metric
    DROP CONSTRAINT metric_pkey,
    DROP CONSTRAINT metric_run_fkey,
    DROP CONSTRAINT metric_run_key_key,
    ALTER COLUMN key TYPE text COLLATE "C",
    ADD COLUMN experiment bigint,
    ADD COLUMN timestamps bigint[] NOT NULL DEFAULT '{}',
    ADD COLUMN steps bigint[] NOT NULL DEFAULT '{}',
    ADD COLUMN "values" double precision[] NOT NULL DEFAULT '{}';
ALTER TABLE tracking.metric ADD PRIMARY KEY (run, key);
UPDATE tracking.metric m SET experiment = r.experiment FROM tracking.run r WHERE r.id = m.run;
ALTER TABLE tracking.metric ALTER COLUMN experiment SET NOT NULL;
CREATE INDEX metric_value ON tracking.metric (experiment, key, value) INCLUDE (run);

-- The history before the tail: at most 1,000 points in parallel arrays, by timestamp, step and value, never changed.
-- The smallest and greatest of each tell, from the index alone, which chunks a page of the history or a sample of it needs.
CREATE TABLE tracking.metric_chunk (
    id         bigint GENERATED ALWAYS AS IDENTITY,
    metric     bigint NOT NULL,
    points     integer NOT NULL,
    first_ms   bigint NOT NULL,
    last_ms    bigint NOT NULL,
    first_step bigint NOT NULL,
    last_step  bigint NOT NULL,
    timestamps bigint[] NOT NULL,
    steps      bigint[] NOT NULL,
    "values"   double precision[] NOT NULL,
    PRIMARY KEY (metric, first_ms, last_ms, id) INCLUDE (first_step, last_step, points)
);

INSERT INTO tracking.metric_chunk (metric, points, first_ms, last_ms, first_step, last_step, timestamps, steps, "values")
SELECT metric, count(*), min(timestamp_ms), max(timestamp_ms), min(step), max(step),
       array_agg(timestamp_ms ORDER BY n), array_agg(step ORDER BY n), array_agg(value ORDER BY n)
  FROM (SELECT *, row_number() OVER (PARTITION BY metric ORDER BY timestamp_ms, step, value) AS n FROM tracking.metric_point) AS point
 GROUP BY metric, (n - 1) / 1000;
DROP TABLE tracking.metric_point;

-- version is that of a dataset of ours; others have none.
ALTER TABLE tracking.dataset
    ALTER COLUMN name TYPE text COLLATE "C",
    ALTER COLUMN digest TYPE text COLLATE "C",
    ADD COLUMN source_type text NOT NULL DEFAULT '',
    ADD COLUMN source text NOT NULL DEFAULT '',
    ADD COLUMN schema text,
    ADD COLUMN profile text;
UPDATE tracking.dataset
   SET source_type = 'holdfast', source = json_build_object('name', name, 'version', version)::text;

-- tags as clients sent them, [{"key", "value"}, …]; context repeats the one that has a meaning, empty where there is none.
ALTER TABLE tracking.input
    ALTER COLUMN context TYPE text COLLATE "C",
    ADD COLUMN tags jsonb NOT NULL DEFAULT '[]';
UPDATE tracking.input SET tags = jsonb_build_array(jsonb_build_object('key', 'mlflow.data.context', 'value', context));
CREATE INDEX input_dataset ON tracking.input (dataset) INCLUDE (run);

-- Logged models that a run read (direction 'input') or made ('output'); step counts for those it made.
CREATE TABLE tracking.run_model (
    id        bigint GENERATED ALWAYS AS IDENTITY,
    run       bigint NOT NULL REFERENCES tracking.run ON DELETE CASCADE,
    direction text NOT NULL,
    model_id  text COLLATE "C" NOT NULL,
    step      bigint NOT NULL DEFAULT 0,
    PRIMARY KEY (run, direction, model_id)
);
CREATE INDEX run_model_model ON tracking.run_model (model_id);
