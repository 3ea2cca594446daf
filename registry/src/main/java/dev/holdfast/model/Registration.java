package dev.holdfast.model;

import dev.holdfast.kernel.Actor;
import dev.holdfast.kernel.Manifest;
import dev.holdfast.storage.Blob;
import dev.holdfast.storage.BlobStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
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
    private final Turns turns = new Turns();

    Registration(Registrar registrar, BlobStore blobs, ObjectProvider<ModelVerifier> verifier) {
        this.registrar = registrar;
        this.blobs = blobs;
        this.verifier = verifier;
    }

    ModelRegistered register(ModelRegistration file, @Nullable String idempotencyKey, Actor actor) {
        RegistrationChecks.check(file);
        if (idempotencyKey != null) {
            IdempotencyKeys.check(idempotencyKey);
        }
        ModelSignature signature = verifier.getObject().verify(file.file(), file.format());
        if (file.signature() != null) {
            RegistrationChecks.checkSignature(file.signature(), signature);
        }
        return number(NewVersion.of(file, store(file), signature), true, idempotencyKey, actor);
    }

    private ModelRegistered number(
            NewVersion version, boolean makesModel, @Nullable String idempotencyKey, Actor actor) {
        // Whoever waits for the model's row would keep a connection meanwhile: wait here, with none.
        Lock turn = turns.of(version.model());
        turn.lock();
        try {
            return registrar.register(version, makesModel, idempotencyKey, actor);
        } finally {
            turn.unlock();
        }
    }

    private Manifest store(ModelRegistration file) {
        try {
            Blob blob = blobs.write(file.file());
            return new Manifest(List.of(new Manifest.Entry(Models.FILE, blob.digest(), blob.sizeBytes())));
        } catch (IOException e) {
            throw new UncheckedIOException("The file of a new version of " + file.model() + " was not stored", e);
        }
    }
}
