package dev.holdfast.access;

/** A token was made or revoked. */
record TokensChanged() {}
