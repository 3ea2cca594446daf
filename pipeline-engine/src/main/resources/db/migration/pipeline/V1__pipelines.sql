CREATE SCHEMA IF NOT EXISTS pipeline;

CREATE TABLE pipeline.pipeline (
    name            text PRIMARY KEY,
    description     text,
    current_version integer NOT NULL,
    created_at      timestamptz NOT NULL DEFAULT now(),
    created_by      text NOT NULL,
    updated_at      timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE pipeline.version (
    pipeline   text NOT NULL REFERENCES pipeline.pipeline (name),
    version    integer NOT NULL,
    digest     text NOT NULL,
    definition text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    created_by text NOT NULL,
    PRIMARY KEY (pipeline, version),
    UNIQUE (pipeline, digest)
);

-- What starts runs of the current version. Written anew with each version; what it remembers stays where it means the same.
CREATE TABLE pipeline.trigger (
    pipeline       text NOT NULL REFERENCES pipeline.pipeline (name),
    kind           text NOT NULL,
    subject        text NOT NULL, -- the deployment that drifts, or the cron expression and its zone
    cooldown_rows  bigint,
    last_rows_seen bigint,
    cron           text,
    zone           text,
    next_at        timestamptz,
    PRIMARY KEY (pipeline, kind, subject)
);
CREATE INDEX trigger_due ON pipeline.trigger (next_at) WHERE next_at IS NOT NULL;

CREATE TABLE pipeline.run (
    id         uuid PRIMARY KEY, -- UUIDv7: its order is that of creation
    pipeline   text NOT NULL,
    version    integer NOT NULL,
    state      text NOT NULL,
    cause      jsonb NOT NULL,
    reason     text,
    parameters jsonb NOT NULL,
    git_commit text,
    use_cache  boolean NOT NULL,
    inputs     jsonb NOT NULL,
    error      jsonb,
    idempotency_key text,
    created_at timestamptz NOT NULL DEFAULT now(),
    created_by text NOT NULL,
    started_at timestamptz,
    ended_at   timestamptz,
    FOREIGN KEY (pipeline, version) REFERENCES pipeline.version (pipeline, version)
);
CREATE INDEX run_newest ON pipeline.run (pipeline, id DESC);
CREATE INDEX run_started_with ON pipeline.run (pipeline, idempotency_key) WHERE idempotency_key IS NOT NULL;
CREATE INDEX run_unfinished ON pipeline.run (pipeline) WHERE state IN ('pending', 'running');

-- Grows with every claim: only the holder of a step's latest fence may change it.
CREATE SEQUENCE pipeline.fence;
-- A number for each start of a server; it holds an advisory lock on it for as long as it lives.
CREATE SEQUENCE pipeline.instance AS integer CYCLE;

CREATE TABLE pipeline.step (
    run_id       uuid NOT NULL REFERENCES pipeline.run (id),
    name         text NOT NULL,
    position     integer NOT NULL,
    kind         text NOT NULL,
    depends_on   text[] NOT NULL,
    waits_for    integer NOT NULL, -- how many of them have not succeeded yet
    state        text NOT NULL,
    attempt      integer NOT NULL DEFAULT 0,
    failures     integer NOT NULL DEFAULT 0, -- attempts that ended through no fault of the step
    fence        bigint,
    instance     integer,
    heartbeat_at timestamptz,
    lease_until  timestamptz,
    not_before   timestamptz NOT NULL DEFAULT now(),
    cache_key    text,
    cached_from  uuid,
    tracking_run text,
    progress     double precision,
    message      text,
    error        jsonb,
    started_at   timestamptz,
    ended_at     timestamptz,
    PRIMARY KEY (run_id, name)
);
CREATE INDEX step_ready ON pipeline.step (run_id, position) WHERE state = 'pending' AND waits_for = 0;
CREATE INDEX step_running ON pipeline.step (fence) WHERE state = 'running';
CREATE INDEX step_cached ON pipeline.step (cache_key, ended_at) WHERE state = 'succeeded' AND cache_key IS NOT NULL;

CREATE TABLE pipeline.attempt (
    run_id     uuid NOT NULL,
    step       text NOT NULL,
    attempt    integer NOT NULL,
    fence      bigint NOT NULL UNIQUE,
    instance   integer NOT NULL,
    state      text NOT NULL,
    error      text,
    started_at timestamptz NOT NULL DEFAULT now(),
    ended_at   timestamptz,
    PRIMARY KEY (run_id, step, attempt),
    FOREIGN KEY (run_id, step) REFERENCES pipeline.step (run_id, name)
);

CREATE TABLE pipeline.output (
    run_id     uuid NOT NULL,
    step       text NOT NULL,
    name       text NOT NULL,
    kind       text NOT NULL,
    digest     text,
    size_bytes bigint,
    facts      jsonb NOT NULL,
    PRIMARY KEY (run_id, step, name),
    FOREIGN KEY (run_id, step) REFERENCES pipeline.step (run_id, name)
);

CREATE TABLE pipeline.log (
    run_id  uuid NOT NULL,
    step    text NOT NULL,
    attempt integer NOT NULL,
    line    integer NOT NULL,
    at      timestamptz NOT NULL,
    message text NOT NULL,
    PRIMARY KEY (run_id, step, attempt, line)
);
