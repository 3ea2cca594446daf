package dev.holdfast.model;

import dev.holdfast.audit.AuditLog;
import dev.holdfast.kernel.Actor;
import dev.holdfast.kernel.FieldError;
import dev.holdfast.kernel.Manifest;
import dev.holdfast.kernel.Names;
import dev.holdfast.kernel.Page;
import dev.holdfast.kernel.PageRequest;
import dev.holdfast.kernel.ProblemException;
import dev.holdfast.kernel.ProblemType;
import dev.holdfast.storage.Blob;
import dev.holdfast.storage.BlobStore;
import dev.holdfast.storage.LocalFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** The model registry: names, their immutable versions, and the aliases that point at versions. */
@Service
public class Models {
    /** Where a version's only file stands in its manifest. */
    static final String FILE = "model.onnx";

    private static final int MAX_DESCRIPTION = 100_000;
    private static final Pattern RESERVED_ALIAS = Pattern.compile("latest|v?\\d+", Pattern.CASE_INSENSITIVE);

    private final ModelRepository models;
    private final VersionRepository versions;
    private final ModelInserter inserter;
    private final Registrar registrar;
    private final LineageReader lineage;
    private final ModelJson json;
    private final BlobStore blobs;
    private final ObjectProvider<ModelVerifier> verifier;
    private final AuditLog audit;
    private final Clock clock;
    private final Turns turns = new Turns();

    Models(
            ModelRepository models,
            VersionRepository versions,
            ModelInserter inserter,
            Registrar registrar,
            LineageReader lineage,
            ModelJson json,
            BlobStore blobs,
            ObjectProvider<ModelVerifier> verifier,
            AuditLog audit,
            Clock clock) {
        this.models = models;
        this.versions = versions;
        this.inserter = inserter;
        this.registrar = registrar;
        this.lineage = lineage;
        this.json = json;
        this.blobs = blobs;
        this.verifier = verifier;
        this.audit = audit;
        this.clock = clock;
    }

    /** Makes a registered model; a conflict where the name is taken. */
    @Transactional
    public RegisteredModel create(String name, @Nullable String description, Actor actor) {
        checkDescription(description);
        if (!inserter.insert(name, description, actor)) {
            throw ProblemException.conflict("There is a model \"" + name + "\" already.");
        }
        return model(name);
    }

    /** Returns the registered model of this name, made now where there was none. */
    @Transactional
    public RegisteredModel ensure(String name, Actor actor) {
        inserter.insert(name, null, actor);
        return model(name);
    }

    /** The registered model of this name; a problem (404) where there is none. */
    @Transactional(readOnly = true)
    public RegisteredModel model(String name) {
        return models.findByName(name).orElseThrow(() -> noSuchModel(name)).toRecord();
    }

    /** Registered models by name. */
    @Transactional(readOnly = true)
    public Page<RegisteredModel> models(PageRequest page) {
        List<RegisteredModel> rows =
                models.page(page.after(1).map(List::getFirst).orElse(""), Limit.of(page.limit())).stream()
                        .map(ModelEntity::toRecord)
                        .toList();
        return Page.of(rows, page, model -> List.of(model.name()));
    }

    /**
     * Changes the description or tags of a registered model.
     *
     * @param expectedRevision if present and not the model's revision any more, nothing is changed (412)
     */
    @Transactional
    public RegisteredModel update(String name, ModelChange change, @Nullable Long expectedRevision, Actor actor) {
        checkDescription(change.description());
        List<FieldError> errors = new ArrayList<>();
        change.tags().forEach((key, value) -> RegistrationChecks.checkTag(key, value == null ? "" : value, errors));
        if (!errors.isEmpty()) {
            throw ProblemException.invalid(errors);
        }
        ModelEntity model = lock(name, expectedRevision);
        Instant now = now();
        if (change.describes()) {
            model.describe(change.description(), now);
        }
        change.tags().forEach((key, value) -> model.tag(key, value, now));
        audit.record(
                actor,
                "model.changed",
                subject(name),
                null,
                Map.of("tags", List.copyOf(change.tags().keySet())));
        return flushed(model);
    }

    /** As {@link #register(ModelRegistration, String, Actor)}, for a request that is only made once. */
    public ModelVersion register(ModelRegistration registration, Actor actor) {
        return register(registration, null, actor).version();
    }

    /**
     * Checks the file with the engine that will serve it, stores it and makes it the next version of the model, which is made where it does
     * not exist. Numbers are given one after the other and never twice.
     *
     * @param idempotencyKey if present, the same actor's request with this key for the same bytes within 24 hours leads to the same version
     * @throws ProblemException 422 that names what is wrong with the file or its facts; nothing is kept then
     */
    public ModelRegistered register(ModelRegistration registration, @Nullable String idempotencyKey, Actor actor) {
        RegistrationChecks.check(registration);
        if (idempotencyKey != null) {
            IdempotencyKeys.check(idempotencyKey);
        }
        ModelSignature signature = verifier.getObject().verify(registration.file(), registration.format());
        if (registration.signature() != null) {
            RegistrationChecks.checkSignature(registration.signature(), signature);
        }
        Manifest manifest = store(registration);
        // Whoever waits for the model's row would keep a connection meanwhile: wait here, with none.
        Lock turn = turns.of(registration.model());
        turn.lock();
        try {
            return registrar.register(registration, manifest, signature, idempotencyKey, actor);
        } finally {
            turn.unlock();
        }
    }

    /** A version by its number; a problem (404) where there is none. */
    @Transactional(readOnly = true)
    public ModelVersion version(String model, int version) {
        return versions.find(model, version)
                .orElseThrow(() -> ProblemException.notFound("model \"" + model + "\" version " + version))
                .toRecord(json);
    }

    /** The version that an alias points at. */
    @Transactional(readOnly = true)
    public Optional<ModelVersion> byAlias(String model, String alias) {
        return models.findByName(model)
                .flatMap(found -> Optional.ofNullable(found.aliased(alias)))
                .flatMap(version -> versions.find(model, version))
                .map(found -> found.toRecord(json));
    }

    /** The versions of a model, the newest first. */
    @Transactional(readOnly = true)
    public Page<ModelVersion> versions(String model, PageRequest page) {
        if (models.findByName(model).isEmpty()) {
            throw noSuchModel(model);
        }
        int before = page.afterNumber()
                .map(number -> Math.clamp(number, 0, Integer.MAX_VALUE))
                .orElse(Integer.MAX_VALUE);
        List<ModelVersion> rows = versions.page(model, before, Limit.of(page.limit())).stream()
                .map(version -> version.toRecord(json))
                .toList();
        return Page.of(rows, page, version -> List.of(Integer.toString(version.version())));
    }

    /** Points an alias at a version, wherever it pointed before. */
    @Transactional
    public RegisteredModel setAlias(String model, String alias, int version, Actor actor) {
        return setAlias(model, alias, version, null, actor);
    }

    /**
     * Points an alias at a version, wherever it pointed before.
     *
     * @param expectedRevision if present and not the model's revision any more, nothing is changed (412)
     */
    @Transactional
    public RegisteredModel setAlias(
            String model, String alias, int version, @Nullable Long expectedRevision, Actor actor) {
        Names.check("alias", alias);
        if (RESERVED_ALIAS.matcher(alias).matches()) {
            throw ProblemException.invalid(
                    "alias", alias, "could be taken for a version; use a name such as champion or candidate.");
        }
        ModelEntity entity = lock(model, expectedRevision);
        if (versions.find(model, version).isEmpty()) {
            throw ProblemException.notFound("model \"" + model + "\" version " + version);
        }
        Integer previous = entity.pointAlias(alias, version, now());
        audit.record(
                actor,
                "model.alias.set",
                subject(model),
                null,
                previous == null
                        ? Map.of("alias", alias, "version", version)
                        : Map.of("alias", alias, "version", version, "previous_version", previous));
        return flushed(entity);
    }

    /** Removes an alias; a problem (404) where there is none. */
    @Transactional
    public RegisteredModel deleteAlias(String model, String alias, Actor actor) {
        return deleteAlias(model, alias, null, actor);
    }

    /**
     * Removes an alias; a problem (404) where there is none.
     *
     * @param expectedRevision if present and not the model's revision any more, nothing is changed (412)
     */
    @Transactional
    public RegisteredModel deleteAlias(String model, String alias, @Nullable Long expectedRevision, Actor actor) {
        ModelEntity entity = lock(model, expectedRevision);
        Integer previous = entity.removeAlias(alias, now());
        if (previous == null) {
            throw ProblemException.notFound("alias \"" + alias + "\" of model \"" + model + "\"");
        }
        audit.record(
                actor,
                "model.alias.deleted",
                subject(model),
                null,
                Map.of("alias", alias, "previous_version", previous));
        return flushed(entity);
    }

    /** Where a version came from and where it went. */
    @Transactional(readOnly = true)
    public Lineage lineage(String model, int version) {
        return lineage.of(version(model, version));
    }

    /** The version's file for native code, its digest checked. */
    public LocalFile open(ModelVersion version) {
        try {
            return blobs.local(file(version).digest());
        } catch (IOException e) {
            throw unreadable(version, e);
        }
    }

    /** The version's file as it is stored; the digest is checked as it is read. */
    public InputStream read(ModelVersion version) {
        try {
            return blobs.open(file(version).digest());
        } catch (IOException e) {
            throw unreadable(version, e);
        }
    }

    /** A part of the version's file, in bytes; not checked. */
    public InputStream read(ModelVersion version, long offset, long length) {
        try {
            return blobs.open(file(version).digest(), offset, length);
        } catch (IOException e) {
            throw unreadable(version, e);
        }
    }

    private Manifest store(ModelRegistration registration) {
        try {
            Blob blob = blobs.write(registration.file());
            return new Manifest(List.of(new Manifest.Entry(FILE, blob.digest(), blob.sizeBytes())));
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "The file of a new version of " + registration.model() + " was not stored", e);
        }
    }

    private ModelEntity lock(String name, @Nullable Long expectedRevision) {
        ModelEntity model = models.lockByName(name).orElseThrow(() -> noSuchModel(name));
        if (expectedRevision != null && expectedRevision != model.revision()) {
            throw new ProblemException(
                    ProblemType.PRECONDITION_FAILED,
                    "Model \"" + name + "\" has changed since you read it; read it again and repeat your change.");
        }
        return model;
    }

    /** The state with the revision that this change gave it. */
    private RegisteredModel flushed(ModelEntity model) {
        models.flush();
        return model.toRecord();
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    private static Manifest.Entry file(ModelVersion version) {
        return version.manifest().files().getFirst();
    }

    private static void checkDescription(@Nullable String description) {
        if (description != null && description.length() > MAX_DESCRIPTION) {
            throw ProblemException.invalid(
                    "description", description.length(), "may be no longer than " + MAX_DESCRIPTION + " characters.");
        }
    }

    private static String subject(String model) {
        return "model/" + model;
    }

    private static ProblemException noSuchModel(String name) {
        return ProblemException.notFound("model \"" + name + "\"");
    }

    private static UncheckedIOException unreadable(ModelVersion version, IOException e) {
        return new UncheckedIOException(
                "The file of " + version.model() + " version " + version.version() + " can't be read", e);
    }
}
