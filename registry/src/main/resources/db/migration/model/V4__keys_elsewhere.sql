-- What requests with a key led to is in idempotency.request.
DROP TABLE model.idempotency_key;
