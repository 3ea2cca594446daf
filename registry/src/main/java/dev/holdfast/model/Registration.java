package dev.holdfast.model;

import dev.holdfast.artifact.Artifacts;
import dev.holdfast.idempotency.RequestKey;
import dev.holdfast.kernel.Actor;
import dev.holdfast.kernel.Manifest;
import dev.holdfast.kernel.ManifestFile;
import dev.holdfast.storage.Blob;
import dev.holdfast.storage.BlobStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Lock;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** What happens to a file before it is given a number. */
@Component
class Registration {
    private final Registrar registrar;
    private final BlobStore blobs;
    private final ObjectProvider<ModelVerifier> verifier;
    private final SourceRules sources;
    private final SourceInspection inspection;
    private final Artifacts artifacts;
    private final Turns turns = new Turns();

    Registration(
            Registrar registrar,
            BlobStore blobs,
            ObjectProvider<ModelVerifier> verifier,
            SourceRules sources,
            SourceInspection inspection,
            Artifacts artifacts) {
        this.registrar = registrar;
        this.blobs = blobs;
        this.verifier = verifier;
        this.sources = sources;
        this.inspection = inspection;
        this.artifacts = artifacts;
    }

    /** {@code createdAt} is when it came into being elsewhere. */
    ModelVersion register(SourceRegistration request, @Nullable Instant createdAt, Actor actor) {
        RegistryRules.checkName("name", request.model());
        RegistryRules.checkTags(request.tags());
        RegistryRules.checkDescription(request.description());
        ModelSource source = sources.check(request);
        registrar.requireModel(request.model());
        return number(version(request, source, createdAt), false, null, actor);
    }

    private NewVersion version(SourceRegistration request, ModelSource source, @Nullable Instant createdAt) {
        ModelVersion copied = source.copyOf();
        if (copied != null) {
            return new NewVersion(
                    request.model(),
                    copied.format(),
                    copied.flavors(),
                    copied.manifest(),
                    copied.signature(),
                    copied.servedPath(),
                    copied.undeployable(),
                    source.uri(),
                    source.storageLocation(),
                    source.runId(),
                    source.modelId(),
                    request.runLink(),
                    copied.pipelineRunId(),
                    copied.datasets(),
                    copied.metrics(),
                    copied.gate(),
                    request.description(),
                    request.tags(),
                    copied.facts(),
                    source,
                    createdAt);
        }
        Manifest files = source.files() == null ? new Manifest(List.of()) : artifacts.manifest(source.files());
        SourceInspection.Found found = found(request, source, files);
        return new NewVersion(
                request.model(),
                found.format(),
                found.flavors(),
                files,
                found.signature(),
                found.servedPath(),
                found.undeployable(),
                source.uri(),
                source.storageLocation(),
                source.runId(),
                source.modelId(),
                request.runLink(),
                null,
                List.of(),
                Map.of(),
                null,
                request.description(),
                request.tags(),
                found.facts(),
                source,
                createdAt);
    }

    private SourceInspection.Found found(SourceRegistration request, ModelSource source, Manifest files) {
        if (request.isPrompt()) {
            return SourceInspection.prompt();
        }
        return source.files() == null ? SourceInspection.elsewhere(source.uri()) : inspection.inspect(files);
    }

    ModelVersion register(ModelRegistration file, @Nullable RequestKey key, Actor actor) {
        RegistrationChecks.check(file);
        ModelSignature stated = file.signature();
        ModelVerifier.Verified verified =
                verifier.getObject().verify(file.file(), file.format(), stated, file.pipelineRunId() == null);
        // An engine that goes by what was stated has compared the two already; outputs that were left out are what it
        // found.
        if (stated != null && file.format() != ModelFormat.TORCHSCRIPT) {
            RegistrationChecks.checkSignature(stated, verified.signature());
        }
        return number(NewVersion.of(file, store(file, verified.fileName()), verified), true, key, actor);
    }

    private ModelVersion number(NewVersion version, boolean makesModel, @Nullable RequestKey key, Actor actor) {
        // Whoever waits for the model's row would keep a connection meanwhile: wait here, with none.
        Lock turn = turns.of(version.model());
        turn.lock();
        try {
            return registrar.register(version, makesModel, key, actor);
        } finally {
            turn.unlock();
        }
    }

    private Manifest store(ModelRegistration file, String name) {
        try {
            Blob blob = blobs.write(file.file());
            return new Manifest(List.of(new ManifestFile(name, blob.digest(), blob.sizeBytes())));
        } catch (IOException e) {
            throw new UncheckedIOException("The file of a new version of " + file.model() + " was not stored", e);
        }
    }
}
