CREATE SCHEMA IF NOT EXISTS artifact;

-- The tree of artifacts. A directory has a slash at both ends ('/1/abc/artifacts/'): in the order of the bytes all that lies in or below
-- it is one range of the primary key, which listing, deleting and walking a tree read and nothing else.
CREATE TABLE artifact.file (
    directory   text COLLATE "C" NOT NULL,
    name        text COLLATE "C" NOT NULL,
    digest      bytea NOT NULL CHECK (octet_length(digest) = 32),
    size_bytes  bigint NOT NULL,
    modified_at timestamptz NOT NULL,
    PRIMARY KEY (directory, name)
);
