-- After a rollback: no automatic release until a person releases, promotes or lifts the pin.
ALTER TABLE release.deployment ADD COLUMN pin_reason text;
ALTER TABLE release.deployment ADD COLUMN pinned_by text;
ALTER TABLE release.deployment ADD COLUMN pinned_at timestamptz;

-- Which request, by its Idempotency-Key, led to which line of the history.
CREATE TABLE release.idempotency_key (
    deployment text NOT NULL,
    actor      text NOT NULL,
    key        text NOT NULL,
    request    text NOT NULL,
    sequence   bigint NOT NULL,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (deployment, actor, key)
);
CREATE INDEX idempotency_key_age ON release.idempotency_key (created_at);
