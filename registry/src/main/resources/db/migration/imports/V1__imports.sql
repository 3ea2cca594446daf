CREATE SCHEMA IF NOT EXISTS imports;

-- An import. Who works on it renews its lease; one whose lease has run out is taken up by whoever sees it first.
-- credentials is there only until the import has ended.
CREATE TABLE imports.job (
    id           uuid PRIMARY KEY,
    state        text NOT NULL,
    tracking_uri text NOT NULL,
    credentials  text,
    experiments  text[],
    models       text[],
    artifacts    boolean NOT NULL,
    progress     jsonb NOT NULL DEFAULT '{}',
    error        text,
    actor        text NOT NULL,
    role         text NOT NULL,
    created_at   timestamptz NOT NULL,
    ended_at     timestamptz,
    leased_by    uuid,
    leased_until timestamptz
);

CREATE INDEX job_unfinished ON imports.job (created_at) WHERE ended_at IS NULL;

-- What a job need not look at again.
CREATE TABLE imports.done (
    job     uuid NOT NULL REFERENCES imports.job ON DELETE CASCADE,
    kind    text NOT NULL,
    subject text NOT NULL,
    PRIMARY KEY (job, kind, subject)
);

CREATE TABLE imports.left_out (
    id      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    job     uuid NOT NULL REFERENCES imports.job ON DELETE CASCADE,
    kind    text NOT NULL,
    subject text NOT NULL,
    reason  text NOT NULL,
    UNIQUE (job, kind, subject)
);
