CREATE SCHEMA IF NOT EXISTS release;

CREATE TABLE release.deployment (
    name                    text PRIMARY KEY,
    description             text,
    monitoring_enabled      boolean NOT NULL,
    window_rows             integer NOT NULL,
    max_window_age_ms       bigint NOT NULL,
    realert_rows            integer NOT NULL,
    log_sample              double precision NOT NULL,
    log_max_rows_per_second integer NOT NULL,
    ignore_features         text[] NOT NULL,
    -- What serves. Changed only together with a line in the history.
    current_release         integer,
    -- Grows with every change: replicas tell by it what they have not seen.
    revision                bigint NOT NULL,
    created_at              timestamptz NOT NULL,
    created_by              text NOT NULL,
    updated_at              timestamptz NOT NULL
);

CREATE TABLE release.release (
    deployment    text NOT NULL REFERENCES release.deployment (name),
    number        integer NOT NULL,
    model         text NOT NULL,
    model_version integer NOT NULL,
    model_digest  text NOT NULL,
    -- What served when this release was made: where a rollback goes.
    predecessor   integer,
    created_at    timestamptz NOT NULL,
    created_by    text NOT NULL,
    PRIMARY KEY (deployment, number)
);

CREATE INDEX release_by_model ON release.release (model, model_version);

ALTER TABLE release.deployment
    ADD FOREIGN KEY (name, current_release) REFERENCES release.release (deployment, number);

CREATE TABLE release.history (
    sequence         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    deployment       text NOT NULL,
    action           text NOT NULL CHECK (action IN ('released', 'rolled_back')),
    release          integer NOT NULL,
    previous_release integer,
    actor            text NOT NULL,
    reason           text,
    at               timestamptz NOT NULL,
    FOREIGN KEY (deployment, release) REFERENCES release.release (deployment, number)
);

CREATE INDEX history_by_deployment ON release.history (deployment, sequence);

CREATE FUNCTION release.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is only ever added to', TG_TABLE_NAME;
END $$;

CREATE TRIGGER history_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON release.history
    FOR EACH STATEMENT EXECUTE FUNCTION release.refuse_change();
CREATE TRIGGER releases_never_change BEFORE UPDATE OR DELETE OR TRUNCATE ON release.release
    FOR EACH STATEMENT EXECUTE FUNCTION release.refuse_change();
