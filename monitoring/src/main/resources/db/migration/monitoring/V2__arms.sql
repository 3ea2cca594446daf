-- The arm of the deployment's traffic policy that a prediction was for; null where there was no policy.
ALTER TABLE monitoring.prediction ADD COLUMN arm text;
