-- The user or team that answers for the model. Whoever made it, unless that was a part of the server or somebody without an account.
ALTER TABLE model.registered_model ADD COLUMN owner text;

UPDATE model.registered_model SET owner = created_by
WHERE created_by NOT IN ('local', 'system') AND strpos(created_by, ':') = 0;
