CREATE SCHEMA IF NOT EXISTS idempotency;

-- What requests with an Idempotency-Key led to, for a day.
CREATE TABLE idempotency.request (
    caller       text NOT NULL,
    path         text NOT NULL, -- method and path
    key          text NOT NULL, -- a digest: what was sent is known to the caller alone
    request      text NOT NULL, -- tells one request from another; made with the key
    outcome      text NOT NULL, -- by which handlers that remember by themselves find what they did
    created_at   timestamptz NOT NULL,
    status       integer, -- absent until the answer is kept
    location     text,
    etag         text,
    content_type text,
    body         bytea, -- sealed with the key
    PRIMARY KEY (caller, path, key)
);
CREATE INDEX request_age ON idempotency.request (created_at);
