-- Experiments are listed by creation, the newest first.
CREATE INDEX experiment_newest_first ON tracking.experiment (created_at_ms DESC, id);

-- A model that a client logs: its files lie below artifact_uri, and what is known of it stands here and below.
-- source_run_id is what the client says: that run need not exist (any more).
CREATE TABLE tracking.logged_model (
    id             bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    model_id       text COLLATE "C" NOT NULL UNIQUE,
    experiment     bigint NOT NULL REFERENCES tracking.experiment DEFERRABLE INITIALLY DEFERRED,
    name           text COLLATE "C" NOT NULL,
    artifact_uri   text COLLATE "C" NOT NULL,
    model_type     text COLLATE "C",
    source_run_id  text COLLATE "C",
    status         text COLLATE "C" NOT NULL,
    status_message text,
    lifecycle      text NOT NULL,
    created_at_ms  bigint NOT NULL,
    updated_at_ms  bigint NOT NULL
);
CREATE INDEX logged_model_newest_first ON tracking.logged_model (experiment, created_at_ms DESC, model_id);
CREATE INDEX logged_model_source_run ON tracking.logged_model (source_run_id);

CREATE TABLE tracking.logged_model_param (
    model bigint NOT NULL REFERENCES tracking.logged_model ON DELETE CASCADE,
    key   text COLLATE "C" NOT NULL,
    value text COLLATE "C" NOT NULL,
    PRIMARY KEY (model, key)
);

CREATE TABLE tracking.logged_model_tag (
    model bigint NOT NULL REFERENCES tracking.logged_model ON DELETE CASCADE,
    key   text COLLATE "C" NOT NULL,
    value text COLLATE "C" NOT NULL,
    PRIMARY KEY (model, key)
);

-- Every point that a run logged as a figure of a model. Dataset and digest are empty where the client names none.
CREATE TABLE tracking.logged_model_metric (
    model          bigint NOT NULL REFERENCES tracking.logged_model ON DELETE CASCADE,
    key            text COLLATE "C" NOT NULL,
    timestamp_ms   bigint NOT NULL,
    step           bigint NOT NULL,
    run            bigint NOT NULL REFERENCES tracking.run ON DELETE CASCADE,
    dataset_name   text COLLATE "C" NOT NULL DEFAULT '',
    dataset_digest text COLLATE "C" NOT NULL DEFAULT '',
    value          double precision NOT NULL,
    PRIMARY KEY (model, key, timestamp_ms, step, run, dataset_name, dataset_digest)
);
CREATE INDEX logged_model_metric_run ON tracking.logged_model_metric (run);
