package dev.holdfast.background;

/** The job was cancelled, or someone else works on it: what was made must not become visible. */
public final class StaleLeaseException extends RuntimeException {
    public StaleLeaseException(Lease lease) {
        super("The claim on " + lease + " is no longer valid");
    }
}
