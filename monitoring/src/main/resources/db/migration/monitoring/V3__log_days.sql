-- What the log has of a deployment and a day, in UTC.
CREATE TABLE monitoring.log_day (
    deployment  text NOT NULL,
    day         date NOT NULL,
    kind        text NOT NULL CHECK (kind IN ('predictions', 'failures')),
    in_database boolean NOT NULL DEFAULT true,
    digest      text, -- of its Parquet file in the store; absent until it is made
    size_bytes  bigint,
    row_count   bigint,
    archived_at timestamptz,
    PRIMARY KEY (deployment, day, kind)
);
INSERT INTO monitoring.log_day (deployment, day, kind)
SELECT DISTINCT deployment, (predicted_at AT TIME ZONE 'UTC')::date, 'predictions' FROM monitoring.prediction;

-- Requests that got no prediction; nothing of what they sent.
CREATE TABLE monitoring.failure (
    failed_at     timestamptz NOT NULL,
    id            uuid NOT NULL,
    deployment    text NOT NULL,
    release       integer,
    model         text,
    model_version integer,
    arm           text,
    problem       text NOT NULL,
    status        integer NOT NULL,
    trace_id      text NOT NULL,
    took_ms       double precision NOT NULL,
    PRIMARY KEY (deployment, failed_at, id)
);

-- What personal values are hashed with: one for all servers, and never given away.
CREATE TABLE monitoring.hash_key (
    one boolean PRIMARY KEY DEFAULT true CHECK (one),
    key bytea NOT NULL
);
