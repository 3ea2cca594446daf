-- People with a password. Ids are whole numbers because the MLflow client expects them to be.
CREATE TABLE access.account (
    id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name          text NOT NULL UNIQUE,
    role          text NOT NULL CHECK (role IN ('viewer', 'contributor', 'approver', 'admin')),
    password_hash text NOT NULL,
    created_at    timestamptz NOT NULL,
    created_by    text NOT NULL
);
