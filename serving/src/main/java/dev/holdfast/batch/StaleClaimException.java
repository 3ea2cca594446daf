package dev.holdfast.batch;

/** The claim is no longer the job's: it was cancelled, or another server has taken it over. */
final class StaleClaimException extends RuntimeException {
    StaleClaimException(Claim claim) {
        super("The claim on " + claim + " is no longer valid");
    }
}
