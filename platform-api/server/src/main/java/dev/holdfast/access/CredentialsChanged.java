package dev.holdfast.access;

/** A token or a user was made, changed or removed. */
record CredentialsChanged() {}
