package dev.holdfast.access;

/**
 * A new token with its secret.
 *
 * @param secret what the bearer sends; it can't be shown again
 */
public record IssuedToken(Token token, String secret) {}
