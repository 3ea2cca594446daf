package dev.holdfast.artifact;

import dev.holdfast.kernel.Digest;
import dev.holdfast.kernel.Ids;
import dev.holdfast.kernel.ProblemException;
import dev.holdfast.storage.Blob;
import dev.holdfast.storage.BlobStore;
import dev.holdfast.storage.StagedParts;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.SortedMap;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Service;

/**
 * Files that arrive in parts, in any order and at the same time. Nothing shows in the tree before the whole is there; a part may be sent
 * again until then. What is never completed goes after a day.
 */
@Service
public class PartUploads {
    public static final int MAX_PARTS = 10_000;

    private static final Logger log = LoggerFactory.getLogger(PartUploads.class);
    private static final Duration KEPT = Duration.ofDays(1);
    private static final int SECRET_BYTES = 24;

    private final UploadRows rows;
    private final StagedParts staged;
    private final BlobStore blobs;
    private final Artifacts artifacts;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    PartUploads(UploadRows rows, StagedParts staged, BlobStore blobs, Artifacts artifacts, Clock clock) {
        this.rows = rows;
        this.staged = staged;
        this.blobs = blobs;
        this.artifacts = artifacts;
        this.clock = clock;
    }

    /**
     * Begins an upload.
     *
     * @throws ProblemException if there can't be that many parts, or no file at the path
     */
    public PartUpload begin(ArtifactPath path, int parts) {
        if (parts < 1 || parts > MAX_PARTS) {
            throw ProblemException.invalid("num_parts", parts, "must be from 1 to " + MAX_PARTS + ".");
        }
        artifacts.checkWritable(path);
        byte[] secret = new byte[SECRET_BYTES];
        random.nextBytes(secret);
        String text = Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
        PartUpload upload = new PartUpload(Ids.next(), path, parts, text);
        rows.insert(upload, Digest.of(text));
        return upload;
    }

    /**
     * Stores a part.
     *
     * @return its digest, to be named when the upload is completed
     * @throws ProblemException (404) where there is no such upload under way, or the secret is not its own
     */
    public Digest put(UUID id, int number, String secret, InputStream body) {
        UploadRows.Upload upload = rows.find(id).orElseThrow(PartUploads::notUnderWay);
        if (upload.digest() != null
                || !MessageDigest.isEqual(
                        upload.secretDigest().bytes(), Digest.of(secret).bytes())) {
            throw notUnderWay();
        }
        if (number < 1 || number > upload.parts()) {
            throw ProblemException.invalid("part_number", number, "must be from 1 to " + upload.parts() + ".");
        }
        try {
            Blob part = staged.write(id, number, body);
            rows.putPart(id, number, part);
            return part.digest();
        } catch (IOException e) {
            throw new UncheckedIOException("The part could not be stored", e);
        }
    }

    /**
     * Makes the parts the file at the upload's path. Asked again, it says the same and does nothing.
     *
     * @param path must be the one that the upload began with
     * @param parts the digest of each part by its number; they are joined in that order
     */
    public void complete(UUID id, ArtifactPath path, SortedMap<Integer, Digest> parts) {
        UploadRows.Upload upload = find(id, path);
        if (upload.digest() != null) {
            return;
        }
        if (!rows.parts(id).entrySet().containsAll(parts.entrySet()) || parts.isEmpty()) {
            throw ProblemException.invalid(
                    "parts",
                    null,
                    "must name parts that have arrived, each with the ETag that its upload answered; send the missing ones again.");
        }
        try (InputStream whole = joined(id, parts)) {
            rows.complete(id, artifacts.put(path, blobs.write(whole)).digest());
        } catch (IOException | UncheckedIOException e) {
            // The same request, sent twice: the other one may have come to the end and tidied up.
            if (rows.find(id).map(UploadRows.Upload::digest).isEmpty()) {
                throw new UncheckedIOException("The parts could not be joined", ioException(e));
            }
        }
        staged.delete(id);
    }

    /** Forgets an upload and what has arrived of it. */
    public void abort(UUID id, ArtifactPath path) {
        find(id, path);
        rows.delete(id);
        staged.delete(id);
    }

    /** Forgets uploads that began more than a day ago, and deletes what is left of them. */
    @Scheduled(fixedDelayString = "PT1H", initialDelayString = "PT5M")
    void forgetOld() {
        Instant before = clock.instant().minus(KEPT);
        int forgotten = rows.deleteOlderThan(before);
        staged.deleteOlderThan(before);
        if (forgotten > 0) {
            log.info("Forgot {} uploads in parts that began before {}", forgotten, before);
        }
    }

    private UploadRows.Upload find(UUID id, ArtifactPath path) {
        return rows.find(id).filter(upload -> upload.path().equals(path)).orElseThrow(PartUploads::notUnderWay);
    }

    private InputStream joined(UUID id, SortedMap<Integer, Digest> parts) {
        List<JoinedParts.Part> inOrder = new ArrayList<>();
        parts.forEach((number, digest) -> inOrder.add(() -> staged.open(id, number, digest)));
        return new JoinedParts(inOrder);
    }

    private static IOException ioException(Exception e) {
        return e instanceof IOException io ? io : new IOException(e);
    }

    private static ProblemException notUnderWay() {
        return ProblemException.notFound("such upload under way here: begin again");
    }
}
