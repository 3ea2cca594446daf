-- What came of the copies that a shadow got of a champion's requests: sums, to which every replica adds.
CREATE TABLE release.shadow_comparison (
    deployment       text NOT NULL,
    release          integer NOT NULL,
    champion         integer NOT NULL,
    requests         bigint NOT NULL,
    rows             bigint NOT NULL,
    agreed           bigint NOT NULL,
    errors           bigint NOT NULL,
    dropped          bigint NOT NULL,
    numbers          bigint NOT NULL,
    -- Of the shadow's numbers from the champion's.
    difference       double precision NOT NULL,
    absolute         double precision NOT NULL,
    largest          double precision NOT NULL,
    champion_seconds double precision NOT NULL,
    shadow_seconds   double precision NOT NULL,
    longest_seconds  double precision NOT NULL,
    last_error       text,
    first_at         timestamptz NOT NULL,
    last_at          timestamptz NOT NULL,
    PRIMARY KEY (deployment, release, champion)
);

CREATE TABLE release.shadow_answer (
    deployment      text NOT NULL,
    release         integer NOT NULL,
    champion        integer NOT NULL,
    prediction_id   uuid NOT NULL,
    row_number      integer NOT NULL,
    agrees          boolean NOT NULL,
    champion_answer text NOT NULL,
    shadow_answer   text NOT NULL,
    at              timestamptz NOT NULL,
    PRIMARY KEY (prediction_id, row_number, release)
);
CREATE INDEX shadow_answer_differs ON release.shadow_answer (deployment, at DESC, prediction_id DESC) WHERE NOT agrees;
CREATE INDEX shadow_answer_age ON release.shadow_answer (at);
