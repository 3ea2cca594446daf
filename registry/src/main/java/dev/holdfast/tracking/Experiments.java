package dev.holdfast.tracking;

import dev.holdfast.audit.AuditLog;
import dev.holdfast.kernel.Actor;
import dev.holdfast.kernel.Names;
import dev.holdfast.kernel.Page;
import dev.holdfast.kernel.PageRequest;
import dev.holdfast.kernel.ProblemException;
import dev.holdfast.kernel.ProblemType;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Experiments. The audit log tells who made, renamed, deleted and restored one. */
@Service
public class Experiments {
    /** The experiment of runs whose client names none. */
    public static final long DEFAULT = 0;

    private final ExperimentStore store;
    private final RunStore runs;
    private final ArtifactLocations locations;
    private final AuditLog audit;
    private final Clock clock;

    Experiments(ExperimentStore store, RunStore runs, ArtifactLocations locations, AuditLog audit, Clock clock) {
        this.store = store;
        this.runs = runs;
        this.locations = locations;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * Makes an experiment and returns its number; a problem where the name is taken, also by a deleted one.
     *
     * @param name any text of 1 to 500 characters
     * @param artifactLocation where its runs' artifacts lie; ours where it is absent or empty
     */
    @Transactional
    public long create(String name, @Nullable String artifactLocation, List<KeyValue> tags, Actor actor) {
        checkName(name);
        for (KeyValue tag : tags) {
            check(tag);
        }
        String location =
                artifactLocation == null || artifactLocation.isEmpty() ? null : locations.resolve(artifactLocation);
        Map<String, String> values = new TreeMap<>();
        tags.forEach(tag -> values.put(tag.key(), tag.value()));
        return insert(name, location, values, actor).orElseThrow(() -> taken(name));
    }

    /** As {@link #create}, with a name that can stand in URLs. */
    @Transactional
    public Experiment createNamed(String name, Map<String, String> tags, Actor actor) {
        Names.check("name", name);
        create(name, null, RunBatch.list(tags), actor);
        return get(name);
    }

    /** The experiment of this name, deleted or not; a problem (404) where there is none. */
    public Experiment get(String name) {
        return find(name).orElseThrow(() -> ProblemException.notFound("experiment \"" + name + "\""));
    }

    /** The experiment of this name, deleted or not. */
    public Optional<Experiment> find(String name) {
        return store.find(name);
    }

    /** The experiment of this number, deleted or not; a problem (404) where there is none. */
    public Experiment get(long id) {
        return store.find(id).orElseThrow(() -> noSuchExperiment(id));
    }

    /** Experiments by name, deleted ones too. */
    public Page<Experiment> list(PageRequest page) {
        return store.page(page);
    }

    /** The experiment of this name, which is made where there is none. */
    @Transactional
    public Experiment getOrCreate(String name, Actor actor) {
        Optional<Experiment> found = store.find(name);
        if (found.isPresent()) {
            return found.get();
        }
        Names.check("experiment", name);
        // Empty where someone else made it since we looked.
        insert(name, null, Map.of(), actor);
        return get(name);
    }

    /** Deletes an experiment in use and all its runs, so that they can be restored. */
    @Transactional
    public void delete(long id, Actor actor) {
        String name = lock(id, Lifecycle.ACTIVE).name();
        Instant now = clock.instant();
        store.setLifecycle(id, Lifecycle.DELETED, now);
        runs.setLifecycles(id, Lifecycle.DELETED, now.toEpochMilli());
        audit.record(actor, "experiment.deleted", subject(name), null, Map.of("id", id));
    }

    /** Restores a deleted experiment and all its runs. */
    @Transactional
    public void restore(long id, Actor actor) {
        String name = lock(id, Lifecycle.DELETED).name();
        store.setLifecycle(id, Lifecycle.ACTIVE, clock.instant());
        runs.setLifecycles(id, Lifecycle.ACTIVE, null);
        audit.record(actor, "experiment.restored", subject(name), null, Map.of("id", id));
    }

    /** Renames an experiment in use; a problem where the name is taken. */
    @Transactional
    public void rename(long id, String name, Actor actor) {
        checkName(name);
        ExperimentStore.Locked before = store.lock(id).orElseThrow(() -> noSuchExperiment(id));
        if (before.lifecycle() != Lifecycle.ACTIVE) {
            throw ProblemException.conflict("Cannot rename a non-active experiment.");
        }
        try {
            store.rename(id, name, clock.instant());
        } catch (DuplicateKeyException e) {
            throw taken(name);
        }
        audit.record(actor, "experiment.renamed", subject(name), null, Map.of("id", id, "before", before.name()));
    }

    /** Sets a tag of an experiment in use; values of up to 20,000 characters. */
    @Transactional
    public void setTag(long id, KeyValue tag) {
        check(tag);
        lockActive(id);
        store.upsertTags(id, Map.of(tag.key(), tag.value()));
    }

    /** Removes a tag of an experiment in use; a problem (404) where it has no such tag. */
    @Transactional
    public void deleteTag(long id, String key) {
        lockActive(id);
        if (!store.deleteTag(id, key)) {
            throw new ProblemException(
                    ProblemType.NOT_FOUND, "No tag with name: " + key + " in experiment with id " + id);
        }
    }

    static ProblemException noSuchExperiment(long id) {
        return new ProblemException(ProblemType.NOT_FOUND, "No Experiment with id=" + id + " exists");
    }

    static ProblemException notActive(long id) {
        return ProblemException.conflict(
                "The experiment " + id + " must be in the 'active' state. Current state is deleted.");
    }

    private Optional<Long> insert(String name, @Nullable String location, Map<String, String> tags, Actor actor) {
        return store.insert(name, location, clock.instant()).map(id -> {
            store.upsertTags(id, tags);
            audit.record(actor, "experiment.created", subject(name), null, Map.of("id", id));
            return id;
        });
    }

    private ExperimentStore.Locked lock(long id, Lifecycle wanted) {
        return store.lock(id).filter(found -> found.lifecycle() == wanted).orElseThrow(() -> noSuchExperiment(id));
    }

    private void lockActive(long id) {
        if (store.lock(id).orElseThrow(() -> noSuchExperiment(id)).lifecycle() != Lifecycle.ACTIVE) {
            throw notActive(id);
        }
    }

    private static void checkName(String name) {
        if (name.isEmpty()) {
            throw new ProblemException(ProblemType.INVALID, "Invalid experiment name: ''");
        }
        Checks checks = new Checks();
        checks.length("name", "name", name, Checks.MAX_EXPERIMENT_NAME);
        checks.text("name", name);
        checks.orThrow();
    }

    private static void check(KeyValue tag) {
        Checks checks = new Checks();
        checks.key("key", "key", tag.key());
        checks.length("value", "value", tag.value(), Checks.MAX_EXPERIMENT_TAG);
        checks.text("value", tag.value());
        checks.orThrow();
    }

    private static ProblemException taken(String name) {
        return new ProblemException(ProblemType.ALREADY_EXISTS, "Experiment(name=" + name + ") already exists.");
    }

    private static String subject(String name) {
        return "experiment/" + name;
    }
}
