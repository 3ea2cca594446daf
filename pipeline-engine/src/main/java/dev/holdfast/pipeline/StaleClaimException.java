package dev.holdfast.pipeline;

/** The attempt was given to someone else, or its run was cancelled: what it made must not become visible. */
final class StaleClaimException extends RuntimeException {
    StaleClaimException(Claim claim) {
        super("The claim on " + claim + " is no longer valid");
    }
}
