-- Entries that were committed together with what they tell of, and wait for their place in the chain: for moments, as a rule.
CREATE TABLE audit.unlinked (
    id      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at      timestamptz NOT NULL,
    actor   text NOT NULL,
    role    text NOT NULL,
    action  text NOT NULL,
    subject text NOT NULL,
    reason  text,
    details json NOT NULL
);
