-- What promotion rules have seen of a release since they began: sums, to which every replica adds.
CREATE TABLE release.promotion_figures (
    deployment text NOT NULL,
    release    integer NOT NULL,
    started_at timestamptz NOT NULL,
    requests   bigint NOT NULL,
    failed     bigint NOT NULL,
    slow       bigint NOT NULL,
    PRIMARY KEY (deployment, release, started_at)
);

-- Each decision of a rule with the figures that it was made by, as JSON.
CREATE TABLE release.promotion_decision (
    sequence   bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    deployment text NOT NULL,
    champion   integer NOT NULL,
    release    integer NOT NULL,
    started_at timestamptz NOT NULL,
    decision   text NOT NULL CHECK (decision IN ('hold', 'promote', 'roll_back')),
    verdict    text NOT NULL,
    rule       text NOT NULL,
    at         timestamptz NOT NULL,
    UNIQUE (deployment, release, started_at, decision)
);
CREATE TRIGGER decisions_never_change BEFORE UPDATE OR DELETE OR TRUNCATE ON release.promotion_decision
    FOR EACH STATEMENT EXECUTE FUNCTION release.refuse_change();

ALTER TABLE release.history DROP CONSTRAINT history_action_check;
ALTER TABLE release.history ADD CONSTRAINT history_action_check
    CHECK (action IN ('released', 'rolled_back', 'promoted', 'traffic_changed', 'promotion_held'));
