-- What requests with a key led to is in idempotency.request.
ALTER TABLE batch.job DROP COLUMN idempotency_key, DROP COLUMN request;
