package dev.holdfast.model;

import dev.holdfast.idempotency.RequestKey;
import dev.holdfast.kernel.Actor;
import dev.holdfast.kernel.ManifestFile;
import dev.holdfast.kernel.Page;
import dev.holdfast.kernel.PageRequest;
import dev.holdfast.kernel.ProblemException;
import dev.holdfast.storage.BlobStore;
import dev.holdfast.storage.LocalFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Limit;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The model registry: names, their versions, and the aliases that point at versions. */
@Service
public class Models {
    private final ModelRepository models;
    private final VersionRepository versions;
    private final ModelInserter inserter;
    private final ModelChanges modelChanges;
    private final VersionChanges versionChanges;
    private final Registration registration;
    private final RegistrySearch search;
    private final LineageReader lineage;
    private final ModelJson json;
    private final BlobStore blobs;
    private final JdbcClient jdbc;

    Models(
            ModelRepository models,
            VersionRepository versions,
            ModelInserter inserter,
            ModelChanges modelChanges,
            VersionChanges versionChanges,
            Registration registration,
            RegistrySearch search,
            LineageReader lineage,
            ModelJson json,
            BlobStore blobs,
            JdbcClient jdbc) {
        this.models = models;
        this.versions = versions;
        this.inserter = inserter;
        this.modelChanges = modelChanges;
        this.versionChanges = versionChanges;
        this.registration = registration;
        this.search = search;
        this.lineage = lineage;
        this.json = json;
        this.blobs = blobs;
        this.jdbc = jdbc;
    }

    /** Makes a registered model; a problem (409) where the name is taken. */
    @Transactional
    public RegisteredModel create(String name, @Nullable String description, Actor actor) {
        return create(name, description, null, Map.of(), actor);
    }

    /**
     * Makes a registered model; a problem (409) where the name is taken.
     *
     * @param owner the user or team that answers for it; absent: the actor, if that is somebody with an account
     */
    @Transactional
    public RegisteredModel create(
            String name, @Nullable String description, @Nullable String owner, Map<String, String> tags, Actor actor) {
        RegistryRules.checkName("name", name);
        RegistryRules.checkDescription(description);
        RegistryRules.checkOwner(owner);
        RegistryRules.checkTags(tags);
        if (!inserter.insert(name, description, owner, tags, actor)) {
            throw RegistryRules.nameTaken(name);
        }
        return model(name);
    }

    /** Returns the registered model of this name, made now where there was none. */
    @Transactional
    public RegisteredModel ensure(String name, Actor actor) {
        RegistryRules.checkName("name", name);
        inserter.insert(name, actor);
        return model(name);
    }

    /** The registered model of this name; a problem (404) where there is none. */
    @Transactional(readOnly = true)
    public RegisteredModel model(String name) {
        return entity(name).toRecord();
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
     * Changes the description, owner or tags of a registered model.
     *
     * @param expectedRevision if present and not the model's revision any more, nothing is changed (412)
     */
    @Transactional
    public RegisteredModel update(String name, ModelChange change, @Nullable Long expectedRevision, Actor actor) {
        return modelChanges.update(name, change, expectedRevision, actor);
    }

    /**
     * Gives a registered model another name, under which all that belongs to it is found from now on.
     *
     * @param expectedRevision if present and not the model's revision any more, nothing is changed (412)
     * @throws ProblemException 409 where the name is taken or a deployment's release uses a version
     */
    @Transactional
    public RegisteredModel rename(String name, String newName, @Nullable Long expectedRevision, Actor actor) {
        return modelChanges.rename(name, newName, expectedRevision, actor);
    }

    /**
     * Deletes a registered model with its versions, tags and aliases.
     *
     * @param expectedRevision if present and not the model's revision any more, nothing is changed (412)
     * @throws ProblemException 409 where a deployment's release uses a version
     */
    @Transactional
    public void delete(String name, @Nullable Long expectedRevision, Actor actor) {
        modelChanges.delete(name, expectedRevision, actor);
    }

    /** As {@link #register(ModelRegistration, RequestKey, Actor)}, for a request that is only made once. */
    public ModelVersion register(ModelRegistration file, Actor actor) {
        return register(file, null, actor);
    }

    /**
     * Checks the file with the engine that will serve it, stores it and makes it the next version of the model, which is made where it does
     * not exist. Numbers are given one after the other and never twice.
     *
     * @param key if present, the same request with it within 24 hours leads to the same version
     * @throws ProblemException 422 that names what is wrong with the file or its facts; nothing is kept then
     */
    public ModelVersion register(ModelRegistration file, @Nullable RequestKey key, Actor actor) {
        return registration.register(file, key, actor);
    }

    /**
     * Makes the files at a source the next version of a model, which must exist: all that lies there now, as it is now. A source elsewhere
     * is only noted. A version whose files can't be served says why; it is registered all the same.
     *
     * @throws ProblemException 422 where the source is not the run's or the logged model's, or could lead elsewhere
     */
    public ModelVersion register(SourceRegistration source, Actor actor) {
        return registration.register(source, null, actor);
    }

    /**
     * As {@link #register(SourceRegistration, Actor)}, for a version that came into being elsewhere.
     *
     * @param createdAt when; now where that is not known
     */
    public ModelVersion takeOver(SourceRegistration source, @Nullable Instant createdAt, Actor actor) {
        return registration.register(source, createdAt, actor);
    }

    /** Has the next version of a model take this number or, where that is gone by, the next one as ever. Numbers left out are never given. */
    @Transactional
    public void giveNumbersFrom(String model, int number) {
        jdbc.sql("UPDATE model.registered_model SET last_version = greatest(last_version, :before) WHERE name = :model")
                .param("before", number - 1)
                .param("model", model)
                .update();
    }

    /** A version by its number; a problem (404) where there is none. */
    @Transactional(readOnly = true)
    public ModelVersion version(String model, int version) {
        RegistryRules.checkName("name", model);
        return versions.find(model, version)
                .orElseThrow(() -> RegistryRules.noSuchVersion(model, version))
                .toRecord(json);
    }

    /** The version that an alias points at. */
    @Transactional(readOnly = true)
    public Optional<ModelVersion> byAlias(String model, String alias) {
        RegistryRules.checkAlias(alias);
        return models.findByName(model)
                .flatMap(found -> Optional.ofNullable(found.aliased(alias)))
                .flatMap(version -> versions.find(model, version))
                .map(found -> found.toRecord(json));
    }

    /** The versions of a model, the newest first. */
    @Transactional(readOnly = true)
    public Page<ModelVersion> versions(String model, PageRequest page) {
        entity(model);
        int before = page.afterNumber()
                .map(number -> Math.clamp(number, 0, Integer.MAX_VALUE))
                .orElse(Integer.MAX_VALUE);
        List<ModelVersion> rows = versions.page(model, before, Limit.of(page.limit())).stream()
                .map(version -> version.toRecord(json))
                .toList();
        return Page.of(rows, page, version -> List.of(Integer.toString(version.version())));
    }

    /** The newest version in each stage that has one, by number, for each of these models that has any. */
    @Transactional(readOnly = true)
    public Map<String, List<ModelVersion>> latestVersions(Collection<String> names) {
        return versions.latest(names).stream()
                .sorted(Comparator.comparingInt(VersionEntity::version))
                .map(version -> version.toRecord(json))
                .collect(Collectors.groupingBy(ModelVersion::model));
    }

    /** Registered models that a filter asks for: {@code name}, {@code owner}, {@code tags}; by name where no order is asked for. */
    @Transactional(readOnly = true)
    public Page<RegisteredModel> search(RegistryQuery query) {
        return search.models(query);
    }

    /**
     * Versions that a filter asks for: {@code name}, {@code version_number}, {@code run_id}, {@code source_path}, {@code tags}; those that
     * changed last come first where no order is asked for.
     */
    @Transactional(readOnly = true)
    public Page<ModelVersion> searchVersions(RegistryQuery query) {
        return search.versions(query);
    }

    /** As {@link #searchVersions(RegistryQuery)}, among the versions of one model; a problem (404) where there is none. */
    @Transactional(readOnly = true)
    public Page<ModelVersion> searchVersions(String model, RegistryQuery query) {
        entity(model);
        return search.versions(model, query);
    }

    /** Changes the description or tags of a version. */
    @Transactional
    public ModelVersion update(String model, int version, ModelChange change, Actor actor) {
        return versionChanges.update(model, version, change, actor);
    }

    /**
     * Moves a version to a stage.
     *
     * @param archiveOthers whether the versions that are in that stage go to the archive; only for active stages (422)
     */
    @Transactional
    public ModelVersion transition(String model, int version, ModelStage stage, boolean archiveOthers, Actor actor) {
        return versionChanges.transition(model, version, stage, archiveOthers, actor);
    }

    /**
     * Deletes a version with its tags and the aliases that point at it. Its number is not given again.
     *
     * @throws ProblemException 409 where a deployment's release uses the version
     */
    @Transactional
    public void delete(String model, int version, Actor actor) {
        versionChanges.delete(model, version, actor);
    }

    /** Keeps a version from being deleted or renamed until the caller's transaction ends; a problem (404) where it is gone. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void hold(String model, int version) {
        if (jdbc.sql("""
                        SELECT v.version FROM model.registered_model m JOIN model.version v ON v.model = m.id
                        WHERE m.name = :model AND v.version = :version FOR SHARE OF m
                        """)
                .param("model", model)
                .param("version", version)
                .query(Integer.class)
                .optional()
                .isEmpty()) {
            throw RegistryRules.noSuchVersion(model, version);
        }
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
        return modelChanges.setAlias(model, alias, version, expectedRevision, actor);
    }

    /**
     * Removes an alias.
     *
     * @param expectedRevision if present and not the model's revision any more, nothing is changed (412)
     * @return the version that it pointed at; empty where there was none
     */
    @Transactional
    public Optional<Integer> deleteAlias(String model, String alias, @Nullable Long expectedRevision, Actor actor) {
        return Optional.ofNullable(modelChanges.deleteAlias(model, alias, expectedRevision, actor));
    }

    /** Where a version came from and where it went. */
    @Transactional(readOnly = true)
    public Lineage lineage(String model, int version) {
        return lineage.of(version(model, version));
    }

    /** The file that serving opens, for native code, its digest checked. */
    public LocalFile open(ModelVersion version) {
        try {
            return blobs.local(version.servedFile().digest());
        } catch (IOException e) {
            throw unreadable(version, e);
        }
    }

    /** One of the version's files as it is stored; the digest is checked as it is read. */
    public InputStream read(ModelVersion version, ManifestFile file) {
        try {
            return blobs.open(file.digest());
        } catch (IOException e) {
            throw unreadable(version, e);
        }
    }

    /** A part of one of the version's files, in bytes; not checked. */
    public InputStream read(ModelVersion version, ManifestFile file, long offset, long length) {
        try {
            return blobs.open(file.digest(), offset, length);
        } catch (IOException e) {
            throw unreadable(version, e);
        }
    }

    private ModelEntity entity(String name) {
        RegistryRules.checkName("name", name);
        return models.findByName(name).orElseThrow(() -> RegistryRules.noSuchModel(name));
    }

    private static UncheckedIOException unreadable(ModelVersion version, IOException e) {
        return new UncheckedIOException(
                "The file of " + version.model() + " version " + version.version() + " can't be read", e);
    }
}
