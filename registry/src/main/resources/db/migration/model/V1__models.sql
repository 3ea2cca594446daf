CREATE SCHEMA IF NOT EXISTS model;

-- last_version only ever grows: a number is never given twice.
CREATE TABLE model.registered_model (
    id           uuid PRIMARY KEY,
    name         text NOT NULL UNIQUE,
    description  text,
    last_version integer NOT NULL DEFAULT 0,
    revision     bigint NOT NULL DEFAULT 0,
    created_at   timestamptz NOT NULL,
    created_by   text NOT NULL,
    updated_at   timestamptz NOT NULL
);

CREATE TABLE model.registered_model_tag (
    model uuid NOT NULL REFERENCES model.registered_model ON DELETE CASCADE,
    key   text NOT NULL,
    value text NOT NULL,
    PRIMARY KEY (model, key)
);

CREATE TABLE model.version (
    id              uuid PRIMARY KEY,
    model           uuid NOT NULL REFERENCES model.registered_model,
    version         integer NOT NULL,
    format          text NOT NULL,
    digest          text NOT NULL,
    size_bytes      bigint NOT NULL,
    manifest        jsonb NOT NULL,
    signature       jsonb NOT NULL,
    run_id          text,
    pipeline_run_id text,
    datasets        jsonb NOT NULL,
    metrics         jsonb NOT NULL,
    gate            jsonb,
    facts           jsonb NOT NULL,
    created_at      timestamptz NOT NULL,
    created_by      text NOT NULL,
    UNIQUE (model, version)
);

CREATE INDEX version_run ON model.version (run_id);

CREATE TABLE model.version_tag (
    version uuid NOT NULL REFERENCES model.version ON DELETE CASCADE,
    key     text NOT NULL,
    value   text NOT NULL,
    PRIMARY KEY (version, key)
);

CREATE TABLE model.alias (
    model   uuid NOT NULL REFERENCES model.registered_model ON DELETE CASCADE,
    alias   text NOT NULL,
    version integer NOT NULL,
    PRIMARY KEY (model, alias),
    FOREIGN KEY (model, version) REFERENCES model.version (model, version)
);

-- Registrations that named an Idempotency-Key, for a day.
CREATE TABLE model.idempotency_key (
    model      uuid NOT NULL REFERENCES model.registered_model ON DELETE CASCADE,
    actor      text NOT NULL,
    key        text NOT NULL,
    digest     text NOT NULL,
    version    integer NOT NULL,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (model, actor, key)
);

CREATE INDEX idempotency_key_age ON model.idempotency_key (created_at);
