CREATE SCHEMA IF NOT EXISTS batch;

-- Grows with every claim: only the holder of a job's latest fence may change it.
CREATE SEQUENCE batch.fence;

CREATE TABLE batch.job (
    id              uuid PRIMARY KEY, -- UUIDv7: its order is that of creation
    deployment      text NOT NULL,
    release         integer NOT NULL,
    model           text NOT NULL,
    model_version   integer NOT NULL,
    dataset         text NOT NULL,
    dataset_version integer NOT NULL,
    columns         text[] NOT NULL, -- carried through to the output
    inputs          text[] NOT NULL, -- fill the matrix of a model that does not name its columns
    prefix          text NOT NULL,
    output_dataset  text NOT NULL,
    output_version  integer,
    chunk_rows      integer NOT NULL,
    on_error        text NOT NULL,
    note            text,
    state           text NOT NULL,
    attempt         integer NOT NULL DEFAULT 0,
    failures        integer NOT NULL DEFAULT 0, -- attempts in a row that ended through no fault of the job and finished no chunk
    fence           bigint,
    lease_until     timestamptz,
    not_before      timestamptz NOT NULL DEFAULT now(),
    rows_total      bigint NOT NULL,
    rows_done       bigint NOT NULL DEFAULT 0,
    rows_failed     bigint NOT NULL DEFAULT 0,
    row_errors      jsonb NOT NULL DEFAULT '[]',
    widths          integer[], -- elements of each of the model's outputs in a row, once they are known
    error           jsonb,
    attempt_at      timestamptz,
    attempt_rows    bigint NOT NULL DEFAULT 0, -- rows done when the attempt began
    chunk_at        timestamptz, -- when the attempt finished its last chunk
    idempotency_key text,
    request         text,
    created_at      timestamptz NOT NULL DEFAULT now(),
    created_by      text NOT NULL,
    started_at      timestamptz,
    ended_at        timestamptz
);
CREATE INDEX job_unfinished ON batch.job (id) WHERE state IN ('pending', 'running');
CREATE INDEX job_of_deployment ON batch.job (deployment, id DESC);
CREATE INDEX job_of_dataset ON batch.job (dataset, id DESC);
CREATE INDEX job_of_output ON batch.job (output_dataset, id DESC);
CREATE INDEX job_of_model ON batch.job (model, model_version);
CREATE UNIQUE INDEX job_asked_for ON batch.job (created_by, idempotency_key) WHERE idempotency_key IS NOT NULL;

-- Finished pieces of the output, in the order of the rows; gone when the output is a dataset version.
CREATE TABLE batch.chunk (
    job_id uuid NOT NULL REFERENCES batch.job (id),
    number integer NOT NULL,
    digest text, -- absent where no row of it was kept
    rows   bigint NOT NULL, -- in the output
    PRIMARY KEY (job_id, number)
);
