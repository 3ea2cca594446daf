package dev.holdfast.monitoring;

import dev.holdfast.kernel.Digest;
import dev.holdfast.kernel.Page;
import dev.holdfast.kernel.PageRequest;
import dev.holdfast.kernel.ProblemException;
import dev.holdfast.release.Deployments;
import dev.holdfast.storage.BlobStore;
import java.io.IOException;
import java.io.InputStream;
import org.springframework.stereotype.Service;

/** The log of each deployment's predictions and failures, day by day. */
@Service
public class PredictionLogs {
    private final LogDays days;
    private final FailureLog failures;
    private final Deployments deployments;
    private final BlobStore blobs;

    PredictionLogs(LogDays days, FailureLog failures, Deployments deployments, BlobStore blobs) {
        this.days = days;
        this.failures = failures;
        this.deployments = deployments;
        this.blobs = blobs;
    }

    /** The days that there is something of, the newest first. */
    public Page<LogDay> days(String deployment, PageRequest page) {
        deployments.deployment(deployment);
        return days.days(deployment, page);
    }

    /** Requests that got no prediction, the newest first; those of the last moment may be missing. */
    public Page<LoggedFailure> failures(String deployment, PageRequest page) {
        deployments.deployment(deployment);
        return failures.failures(deployment, page);
    }

    /**
     * A day whose Parquet file is in the store.
     *
     * @param day as in {@code 2026-03-01}
     * @throws ProblemException 404 where there is none
     */
    public LogDay archived(String deployment, String day, LogKind kind) {
        deployments.deployment(deployment);
        return days.find(deployment, LogDays.date("day", day), kind)
                .filter(found -> found.digest() != null)
                .orElseThrow(
                        () -> ProblemException.notFound(
                                "file of the " + kind.wireName() + " of " + day
                                        + " in the store: a day is stored an hour after its end, if monitoring.log.archive_days says so"));
    }

    /** The bytes of a file; a stream that turns out to be damaged fails at its end. */
    public InputStream content(Digest digest) throws IOException {
        return blobs.open(digest);
    }

    /** Some of the bytes of a file. */
    public InputStream content(Digest digest, long offset, long length) throws IOException {
        return blobs.open(digest, offset, length);
    }
}
