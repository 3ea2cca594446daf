CREATE SCHEMA IF NOT EXISTS monitoring;

-- What live values are compared with: one row for each column of a model version.
CREATE TABLE monitoring.reference_column (
    model text NOT NULL,
    model_version integer NOT NULL,
    role text NOT NULL CHECK (role IN ('input', 'output')),
    name text NOT NULL,
    source text NOT NULL CHECK (source IN ('training', 'first_rows')),
    column_type text,
    bins jsonb NOT NULL,
    std double precision,
    stored_at timestamptz NOT NULL,
    PRIMARY KEY (model, model_version, role, name)
);

-- One row for each deployment: what its windows have counted, and the lock that puts its evaluations in order.
CREATE TABLE monitoring.deployment_total (
    deployment text PRIMARY KEY,
    rows_seen bigint NOT NULL DEFAULT 0
);

CREATE TABLE monitoring.activation (
    deployment text PRIMARY KEY,
    release integer NOT NULL,
    activated_at timestamptz NOT NULL
);

CREATE TABLE monitoring.replica (
    id uuid PRIMARY KEY,
    seen_at timestamptz NOT NULL
);

CREATE SEQUENCE monitoring.window_sequence;

CREATE TABLE monitoring.traffic_window (
    id uuid PRIMARY KEY,
    deployment text NOT NULL,
    release integer NOT NULL,
    model text NOT NULL,
    model_version integer NOT NULL,
    replica uuid NOT NULL,
    opened_at timestamptz NOT NULL,
    last_at timestamptz NOT NULL,
    row_count bigint NOT NULL,
    counts bytea NOT NULL,
    -- From here on: known once the window is closed.
    sequence bigint UNIQUE,
    closed_at timestamptz,
    closed_because text,
    judged boolean,
    input_drifted boolean,
    prediction_drifted boolean,
    features_compared integer,
    features_drifted integer,
    worst_psi double precision,
    rows_seen bigint,
    reference_source text,
    scores jsonb,
    report jsonb
);
CREATE INDEX traffic_window_closed ON monitoring.traffic_window (deployment, sequence DESC) WHERE sequence IS NOT NULL;
CREATE INDEX traffic_window_release ON monitoring.traffic_window (deployment, release, sequence DESC);
CREATE INDEX traffic_window_open ON monitoring.traffic_window (replica) WHERE sequence IS NULL;
CREATE INDEX traffic_window_age ON monitoring.traffic_window (opened_at);

-- Whether a drift was told and is still there.
CREATE TABLE monitoring.alert (
    deployment text NOT NULL,
    release integer NOT NULL,
    kind text NOT NULL,
    raised_rows bigint NOT NULL,
    raised_at timestamptz NOT NULL,
    PRIMARY KEY (deployment, release, kind)
);

CREATE TABLE monitoring.drift_event (
    sequence bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id uuid NOT NULL UNIQUE,
    deployment text NOT NULL,
    release integer NOT NULL,
    model text NOT NULL,
    model_version integer NOT NULL,
    kind text NOT NULL,
    features jsonb NOT NULL,
    rows_seen bigint NOT NULL,
    raised_at timestamptz NOT NULL
);
CREATE INDEX drift_event_deployment ON monitoring.drift_event (deployment, sequence DESC);

-- The prediction log, a partition for each day. Features keep the order of the model's inputs, so they are not jsonb.
CREATE TABLE monitoring.prediction (
    predicted_at timestamptz NOT NULL,
    prediction_id uuid NOT NULL,
    row_number integer NOT NULL,
    deployment text NOT NULL,
    release integer NOT NULL,
    model text NOT NULL,
    model_version integer NOT NULL,
    predicted_class text,
    predicted_number double precision,
    features text NOT NULL,
    PRIMARY KEY (prediction_id, row_number, predicted_at)
) PARTITION BY RANGE (predicted_at);

CREATE TABLE monitoring.label (
    prediction_id uuid NOT NULL,
    row_number integer NOT NULL,
    deployment text NOT NULL,
    release integer NOT NULL,
    predicted_at timestamptz NOT NULL,
    predicted_class text,
    predicted_number double precision,
    true_class text,
    true_number double precision,
    observed_at timestamptz NOT NULL,
    received_at timestamptz NOT NULL,
    labelled_window integer NOT NULL,
    PRIMARY KEY (prediction_id, row_number)
);
CREATE INDEX label_order ON monitoring.label (deployment, predicted_at DESC, prediction_id DESC, row_number DESC);
CREATE INDEX label_release ON monitoring.label (deployment, release);

-- Labels that came before their prediction was written.
CREATE TABLE monitoring.early_label (
    prediction_id uuid NOT NULL,
    row_number integer NOT NULL,
    deployment text NOT NULL,
    label_value jsonb NOT NULL,
    observed_at timestamptz NOT NULL,
    received_at timestamptz NOT NULL,
    PRIMARY KEY (prediction_id, row_number)
);

-- Sums over the labelled rows of a window, so that a late correction can be taken in.
CREATE TABLE monitoring.labelled_window (
    deployment text NOT NULL,
    release integer NOT NULL,
    number integer NOT NULL,
    size integer NOT NULL,
    classification boolean NOT NULL,
    row_count bigint NOT NULL DEFAULT 0,
    correct bigint NOT NULL DEFAULT 0,
    sum_error double precision NOT NULL DEFAULT 0,
    sum_absolute_error double precision NOT NULL DEFAULT 0,
    sum_squared_error double precision NOT NULL DEFAULT 0,
    sum_fourth_power double precision NOT NULL DEFAULT 0,
    sum_lag_seconds double precision NOT NULL DEFAULT 0,
    opened_at timestamptz NOT NULL,
    closed_at timestamptz,
    reference_value double precision,
    reference_source text,
    threshold double precision,
    p_value double precision,
    drifted boolean NOT NULL DEFAULT false,
    PRIMARY KEY (deployment, release, number)
);
