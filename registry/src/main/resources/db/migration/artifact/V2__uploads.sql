-- Files that arrive in parts. A part is sent to an address that needs no account but the upload's secret, of which only the digest is kept.
-- A whole upload keeps its row for a while, with what it became: whoever asks again to complete it is told the same.
CREATE TABLE artifact.upload (
    id            uuid PRIMARY KEY,
    path          text NOT NULL,
    parts         integer NOT NULL,
    secret_digest bytea NOT NULL,
    created_at    timestamptz NOT NULL,
    digest        bytea
);

CREATE INDEX upload_oldest_first ON artifact.upload (created_at);

CREATE TABLE artifact.upload_part (
    upload     uuid NOT NULL REFERENCES artifact.upload ON DELETE CASCADE,
    number     integer NOT NULL,
    digest     bytea NOT NULL,
    size_bytes bigint NOT NULL,
    PRIMARY KEY (upload, number)
);
