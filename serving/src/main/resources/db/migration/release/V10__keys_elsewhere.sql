-- What requests with a key led to is in idempotency.request.
DROP TABLE release.idempotency_key;
