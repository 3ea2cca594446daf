package dev.holdfast.pipeline;

import dev.holdfast.background.Cancellation;
import dev.holdfast.dataset.DatasetFormat;
import dev.holdfast.kernel.Actor;
import dev.holdfast.kernel.Digest;
import dev.holdfast.storage.Blob;
import dev.holdfast.storage.BlobStore;
import dev.holdfast.storage.LocalFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.util.FileSystemUtils;

/** What an attempt of a step works with. Closing it lets go of its files. */
final class StepContext implements AutoCloseable {
    private final Claim claim;
    private final ActiveRun run;
    private final Map<String, Artifact> inputs;
    private final Cancellation cancellation;
    private final StepLog log;
    private final BlobStore blobs;
    private final Deque<LocalFile> open = new ArrayDeque<>();
    private @Nullable Path scratch;

    StepContext(
            Claim claim,
            ActiveRun run,
            Map<String, Artifact> inputs,
            Cancellation cancellation,
            StepLog log,
            BlobStore blobs) {
        this.claim = claim;
        this.run = run;
        this.inputs = inputs;
        this.cancellation = cancellation;
        this.log = log;
        this.blobs = blobs;
    }

    /** A table as a local file. */
    record Table(Artifact artifact, Path file, DatasetFormat format) {}

    Claim claim() {
        return claim;
    }

    ActiveRun run() {
        return run;
    }

    /** The step's definition, of the type that its kind has. */
    <T extends StepSpec> T spec(Class<T> type) {
        return type.cast(run.step(claim.step()));
    }

    Cancellation cancellation() {
        return cancellation;
    }

    Actor actor() {
        return RunEnds.actor(run.pipeline());
    }

    void log(String message) {
        log.add(message);
    }

    void progress(double share) {
        log.progress(share);
    }

    Artifact input(Reference reference) {
        Artifact artifact = inputs.get(reference.text());
        if (artifact == null) {
            throw new IllegalStateException("Step " + claim + " does not take " + reference.text());
        }
        return artifact;
    }

    Table table(Reference reference) throws IOException {
        return table(input(reference));
    }

    Table table(Artifact artifact) throws IOException {
        String format = String.valueOf(artifact.facts().getOrDefault("format", "parquet"));
        return new Table(
                artifact, file(artifact.requiredDigest()), DatasetFormat.valueOf(format.toUpperCase(Locale.ROOT)));
    }

    /** A blob as a local file, until the attempt ends. */
    Path file(Digest digest) throws IOException {
        LocalFile file = blobs.local(digest);
        open.push(file);
        return file.path();
    }

    /** Stores a file that the step has made. */
    Artifact store(String name, OutputKind kind, Path file, Map<String, Object> facts) throws IOException {
        Blob blob = blobs.write(file);
        return new Artifact(name, kind, blob.digest(), blob.sizeBytes(), facts);
    }

    /** A folder of the attempt's own, deleted when it ends. */
    Path scratch() throws IOException {
        if (scratch == null) {
            Path folder = blobs.newScratchFile("-step");
            Files.createDirectories(folder);
            scratch = folder;
        }
        return scratch;
    }

    @Override
    public void close() {
        open.forEach(LocalFile::close);
        if (scratch != null) {
            FileSystemUtils.deleteRecursively(scratch.toFile());
        }
    }
}
