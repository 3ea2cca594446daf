-- What requests with a key led to is in idempotency.request.
ALTER TABLE pipeline.run DROP COLUMN idempotency_key;
