package dev.holdfast.tracking;

import dev.holdfast.audit.AuditLog;
import dev.holdfast.kernel.Actor;
import dev.holdfast.kernel.ProblemException;
import dev.holdfast.kernel.ProblemType;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Models as clients log them: a name, files, params, tags and figures. Their files are artifacts; a model becomes a version of a
 * registered model when it is registered. Figures come with the metrics of runs.
 */
@Service
public class LoggedModels {
    private static final int MAX_NAME = 500;
    private static final int MAX_TYPE = 500;
    private static final int MAX_KEY = 255;
    private static final String FORBIDDEN = "/:.%\"'";

    private final LoggedModelStore store;
    private final LoggedModelReader reader;
    private final RegisteredAs registeredAs;
    private final Experiments experiments;
    private final AuditLog audit;
    private final Clock clock;

    LoggedModels(
            LoggedModelStore store,
            LoggedModelReader reader,
            RegisteredAs registeredAs,
            Experiments experiments,
            AuditLog audit,
            Clock clock) {
        this.store = store;
        this.reader = reader;
        this.registeredAs = registeredAs;
        this.experiments = experiments;
        this.audit = audit;
        this.clock = clock;
    }

    /** Makes a model that is pending until {@link #finish}; a problem where its experiment is deleted or its name is refused. */
    @Transactional
    public LoggedModel create(NewLoggedModel made, Actor actor) {
        return insert("m-" + UUID.randomUUID().toString().replace("-", ""), made, clock.millis(), actor);
    }

    /**
     * Makes a model that has its id from elsewhere, pending until {@link #finish}, or finds it where it is here already.
     *
     * @param createdAtMs milliseconds since 1970
     */
    @Transactional
    public LoggedModel takeOver(String modelId, NewLoggedModel made, long createdAtMs, Actor actor) {
        DatasetChecks.checkModel(modelId);
        return reader.get(modelId).orElseGet(() -> insert(modelId, made, createdAtMs, actor));
    }

    private LoggedModel insert(String modelId, NewLoggedModel made, long createdAtMs, Actor actor) {
        check(made);
        Experiment experiment = experiments.get(made.experiment());
        if (experiment.lifecycle() != Lifecycle.ACTIVE) {
            throw Experiments.notActive(experiment.id());
        }
        String name = made.name() == null ? RunNames.invent() : made.name();
        long model = store.insert(modelId, made, name, experiment.artifactLocation(), createdAtMs);
        store.insertParams(model, unique("params", made.params()));
        store.upsertTags(model, last(made.tags()));
        audit.record(
                actor,
                "logged_model.created",
                "logged_model/" + modelId,
                null,
                Map.of("experiment", experiment.name(), "name", name));
        return get(modelId);
    }

    /** The model with this id; a problem (404) where there is none or it is deleted. */
    public LoggedModel get(String modelId) {
        return reader.get(modelId).orElseThrow(() -> notFound(modelId));
    }

    /** As {@link #get}, also where it is deleted and not yet removed for good. */
    public LoggedModel getEvenDeleted(String modelId) {
        return reader.getEvenDeleted(modelId).orElseThrow(() -> notFound(modelId));
    }

    /**
     * Writes into the tag {@code mlflow.modelVersions} that this version of a registered model was made of it. Nothing happens where the
     * logged model is gone. Until the caller's transaction ends nobody else changes it.
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void noteVersion(String modelId, String name, int version) {
        store.lock(modelId).ifPresent(model -> {
            String versions =
                    registeredAs.with(store.tag(model, RegisteredAs.TAG).orElse(""), name, version);
            store.upsertTags(model, Map.of(RegisteredAs.TAG, versions));
        });
    }

    /** Says how logging it ended. */
    @Transactional
    public LoggedModel finish(String modelId, LoggedModelStatus status) {
        row(modelId);
        store.setStatus(modelId, status, clock.millis());
        return get(modelId);
    }

    /** Deletes the model. Its row and its files are kept until what is deleted is removed for good. */
    @Transactional
    public void delete(String modelId, Actor actor) {
        row(modelId);
        store.setDeleted(modelId, clock.millis());
        audit.record(actor, "logged_model.deleted", "logged_model/" + modelId, null, Map.of());
    }

    /** Sets tags; those that stand already are replaced. */
    @Transactional
    public void setTags(String modelId, List<KeyValue> tags) {
        check("tags", tags);
        store.upsertTags(row(modelId), last(tags));
    }

    /** Removes a tag; a problem (404) where the model has no such tag. */
    @Transactional
    public void deleteTag(String modelId, String key) {
        if (!store.deleteTag(row(modelId), key)) {
            throw new ProblemException(
                    ProblemType.NOT_FOUND, "No tag with key '" + key + "' found for model with ID '" + modelId + "'.");
        }
    }

    /** Adds params; a problem where one stands already with another value, and none is kept then. */
    @Transactional
    public void logParams(String modelId, List<KeyValue> params) {
        check("params", params);
        List<String> changed = store.insertParams(row(modelId), unique("params", params));
        if (!changed.isEmpty()) {
            throw ProblemException.conflict("Changing param values is not allowed. Param with key='"
                    + changed.getFirst() + "' was already logged for the model with ID '" + modelId + "'.");
        }
    }

    private long row(String modelId) {
        return store.find(modelId).orElseThrow(() -> notFound(modelId));
    }

    static ProblemException notFound(String modelId) {
        return new ProblemException(ProblemType.NOT_FOUND, "Logged model with ID '" + modelId + "' not found.");
    }

    private static void check(NewLoggedModel made) {
        String name = made.name();
        if (name != null && (name.isEmpty() || name.chars().anyMatch(each -> FORBIDDEN.indexOf(each) >= 0))) {
            throw new ProblemException(
                    ProblemType.INVALID,
                    "Invalid model name (" + PythonText.quoted(name)
                            + ") provided. Model name must be a non-empty string and cannot"
                            + " contain the following characters: ('/', ':', '.', '%', '\"', \"'\")");
        }
        Checks checks = new Checks();
        text(checks, "name", name, MAX_NAME);
        text(checks, "model_type", made.modelType(), MAX_TYPE);
        text(checks, "source_run_id", made.sourceRunId(), MAX_KEY);
        checks.orThrow();
        check("params", made.params());
        check("tags", made.tags());
    }

    private static void check(String field, List<KeyValue> entries) {
        Checks checks = new Checks();
        for (int i = 0; i < entries.size(); i++) {
            text(checks, field + "[" + i + "].key", entries.get(i).key(), MAX_KEY);
            checks.text(field + "[" + i + "].value", entries.get(i).value());
        }
        checks.orThrow();
    }

    private static void text(Checks checks, String field, @Nullable String value, int limit) {
        if (value != null) {
            checks.length(field, field, value, limit);
            checks.text(field, value);
        }
    }

    private static Map<String, String> unique(String field, List<KeyValue> entries) {
        Map<String, String> unique = new TreeMap<>();
        for (KeyValue entry : entries) {
            String before = unique.put(entry.key(), entry.value());
            if (before != null && !before.equals(entry.value())) {
                throw ProblemException.invalid(field, entry.key(), "has two values for the key '" + entry.key() + "'.");
            }
        }
        return unique;
    }

    private static Map<String, String> last(List<KeyValue> entries) {
        Map<String, String> last = new TreeMap<>();
        entries.forEach(entry -> last.put(entry.key(), entry.value()));
        return last;
    }
}
