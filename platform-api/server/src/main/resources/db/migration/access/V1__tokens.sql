CREATE SCHEMA IF NOT EXISTS access;

CREATE TABLE access.token (
    id         uuid PRIMARY KEY,
    name       text NOT NULL,
    role       text NOT NULL CHECK (role IN ('viewer', 'contributor', 'approver', 'admin')),
    sha256     bytea NOT NULL UNIQUE,
    created_at timestamptz NOT NULL,
    created_by text NOT NULL,
    expires_at timestamptz,
    revoked_at timestamptz
);

-- The audit log names actors by token name: a name is never held by two tokens that work.
CREATE UNIQUE INDEX token_name ON access.token (name) WHERE revoked_at IS NULL;
