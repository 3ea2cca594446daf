CREATE SCHEMA IF NOT EXISTS audit;

-- Hashes are 64 hexadecimal digits. details is json, not jsonb: the very text that was hashed.
CREATE TABLE audit.entry (
    sequence      bigint PRIMARY KEY,
    at            timestamptz NOT NULL,
    actor         text NOT NULL,
    role          text NOT NULL,
    action        text NOT NULL,
    subject       text NOT NULL,
    reason        text,
    details       json NOT NULL,
    previous_hash text NOT NULL,
    hash          text NOT NULL
);

CREATE INDEX entry_subject ON audit.entry (subject text_pattern_ops, sequence);
CREATE INDEX entry_actor ON audit.entry (actor, sequence);
CREATE INDEX entry_action ON audit.entry (action text_pattern_ops, sequence);

CREATE FUNCTION audit.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'audit.entry is append-only: % is refused', TG_OP USING ERRCODE = 'insufficient_privilege';
END
$$;

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit.entry
    FOR EACH STATEMENT EXECUTE FUNCTION audit.refuse_change();

-- Also in sessions that claim to be a replica.
ALTER TABLE audit.entry ENABLE ALWAYS TRIGGER append_only;
