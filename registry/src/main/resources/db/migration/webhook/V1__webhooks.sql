CREATE SCHEMA IF NOT EXISTS webhook;

CREATE TABLE webhook.webhook (
    id          uuid PRIMARY KEY,
    name        text NOT NULL,
    description text,
    url         text NOT NULL,
    events      text[] NOT NULL,
    status      text NOT NULL CHECK (status IN ('active', 'disabled')),
    -- As SecretCipher writes it; absent where deliveries are not signed.
    secret      text,
    created_at  timestamptz NOT NULL,
    created_by  text NOT NULL,
    changed_at  timestamptz NOT NULL
);

-- What has to be sent and what was: written in the transaction of the event. While an attempt runs, due_at is when it counts
-- as lost.
CREATE TABLE webhook.delivery (
    sequence        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id              uuid NOT NULL UNIQUE DEFAULT gen_random_uuid(),
    webhook         uuid NOT NULL REFERENCES webhook.webhook ON DELETE CASCADE,
    event           text NOT NULL,
    body            text NOT NULL,
    state           text NOT NULL CHECK (state IN ('pending', 'succeeded', 'failed')),
    attempts        int NOT NULL DEFAULT 0,
    attempt_limit   int NOT NULL,
    created_at      timestamptz NOT NULL DEFAULT now(),
    due_at          timestamptz NOT NULL DEFAULT now(),
    finished_at     timestamptz,
    response_status int,
    latency_ms      bigint,
    error           text
);

CREATE INDEX delivery_due ON webhook.delivery (due_at) WHERE state = 'pending';
CREATE INDEX delivery_webhook ON webhook.delivery (webhook, sequence);
CREATE INDEX delivery_finished ON webhook.delivery (finished_at) WHERE state <> 'pending';
