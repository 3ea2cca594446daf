-- Names order by bytes.
ALTER TABLE model.registered_model ALTER COLUMN name TYPE text COLLATE "C";

-- source and storage_location: URIs; where source is absent, the version's files are served under its own name.
-- served_path: the file that serving opens. undeployable says why no release can be made; absent where one can.
ALTER TABLE model.version
    ADD COLUMN description      text,
    ADD COLUMN stage            text NOT NULL DEFAULT 'none',
    ADD COLUMN source           text,
    ADD COLUMN storage_location text,
    ADD COLUMN run_link         text,
    ADD COLUMN model_id         text,
    ADD COLUMN flavors          jsonb NOT NULL DEFAULT '[]',
    ADD COLUMN served_path      text,
    ADD COLUMN undeployable     text,
    ADD COLUMN updated_at       timestamptz;

UPDATE model.version SET updated_at = created_at, description = facts ->> 'description', served_path = 'model.onnx';

ALTER TABLE model.version ALTER COLUMN updated_at SET NOT NULL;

CREATE INDEX version_stage ON model.version (model, stage, version DESC);
DROP INDEX model.version_run;
CREATE INDEX version_run ON model.version (coalesce(run_id, ''));
CREATE INDEX version_updated ON model.version (updated_at DESC);
CREATE INDEX version_model_id ON model.version (model_id) WHERE model_id IS NOT NULL;

-- Prompts are left out of searches.
CREATE INDEX registered_model_prompt ON model.registered_model_tag (model) WHERE key = 'mlflow.prompt.is_prompt';
CREATE INDEX version_prompt ON model.version_tag (version) WHERE key = 'mlflow.prompt.is_prompt';
