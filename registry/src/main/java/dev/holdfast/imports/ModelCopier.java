package dev.holdfast.imports;

import dev.holdfast.imports.ImportProgress.Count;
import dev.holdfast.kernel.ProblemException;
import dev.holdfast.kernel.ProblemType;
import dev.holdfast.model.ModelChange;
import dev.holdfast.model.ModelStage;
import dev.holdfast.model.ModelVersion;
import dev.holdfast.model.Models;
import dev.holdfast.model.RegisteredModel;
import dev.holdfast.model.SourceRegistration;
import dev.holdfast.tracking.KeyValue;
import dev.holdfast.tracking.LoggedModels;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** Copies registered models. Versions keep their numbers; those that are here already stay as they are. */
@Component
class ModelCopier {
    private static final String API = "/api/2.0/mlflow/";
    private static final String ARTIFACTS = "/artifacts/";

    private final Models models;
    private final LoggedModels loggedModels;

    ModelCopier(Models models, LoggedModels loggedModels) {
        this.models = models;
        this.loggedModels = loggedModels;
    }

    void copy(ImportContext context, JsonNode model, Map<Count, Long> counts) {
        String name = Json.text(model, "name");
        models.ensure(name, context.actor());
        Map<String, @Nullable String> tags = tags(model);
        String description = Json.textOrNull(model, "description");
        if (!tags.isEmpty() || description != null) {
            models.update(name, new ModelChange(description != null, description, tags), null, context.actor());
        }
        for (JsonNode version : versions(context, name)) {
            String subject = name + "/" + Json.text(version, "version");
            try {
                version(context, name, version);
                counts.merge(Count.MODEL_VERSIONS, 1L, Long::sum);
            } catch (ProblemException e) {
                context.leaveOut("model_version", subject, e.detail());
            } catch (SourceServer.RefusedException e) {
                context.leaveOut("model_version", subject, "The other server refused it: " + e.getMessage());
            }
        }
        RegisteredModel here = models.model(name);
        for (JsonNode alias : model.path("aliases")) {
            String text = Json.text(alias, "alias");
            int version = Math.toIntExact(Json.number(alias, "version"));
            try {
                if (!Integer.valueOf(version).equals(here.aliases().get(text))) {
                    models.setAlias(name, text, version, context.actor());
                }
            } catch (ProblemException e) {
                context.leaveOut("alias", name + "@" + text, e.detail());
            }
        }
        counts.merge(Count.MODELS, 1L, Long::sum);
    }

    private void version(ImportContext context, String name, JsonNode version) {
        int number = Math.toIntExact(Json.number(version, "version"));
        Optional<ModelVersion> here = find(name, number);
        String runId = Json.text(version, "run_id");
        if (here.isPresent()) {
            String hereRun = here.get().runId();
            if (!runId.equals(hereRun == null ? "" : hereRun)) {
                throw ProblemException.conflict(
                        "There is a version of this number here, of another run; it stays as it is.");
            }
            return;
        }
        Source source = source(version, runId);
        models.giveNumbersFrom(name, number);
        ModelVersion made = models.takeOver(
                new SourceRegistration(
                        name,
                        source.uri(),
                        runId.isEmpty() ? null : runId,
                        source.modelId(),
                        Json.textOrNull(version, "run_link"),
                        Json.textOrNull(version, "description"),
                        set(tags(version))),
                version.has("creation_timestamp")
                        ? Instant.ofEpochMilli(Json.number(version, "creation_timestamp"))
                        : null,
                context.actor());
        if (made.version() != number) {
            context.leaveOut(
                    "model_version",
                    name + "/" + number,
                    "Its number is gone by here: it is version " + made.version() + " now.");
        }
        String stage = Json.text(version, "current_stage");
        if (!stage.isEmpty() && !stage.equalsIgnoreCase("None")) {
            models.transition(name, made.version(), ModelStage.parse(stage), false, context.actor());
        }
    }

    /** Where the version's files are here: those of the logged model that it was, or those of its run. */
    private Source source(JsonNode version, String runId) {
        String source = Json.text(version, "source");
        String modelId = loggedModel(version, source);
        if (modelId != null && isHere(modelId)) {
            return new Source("models:/" + modelId, modelId);
        }
        int artifacts = runId.isEmpty() ? -1 : source.indexOf(runId + ARTIFACTS);
        return new Source(
                artifacts < 0
                        ? source
                        : "runs:/" + runId + "/" + source.substring(artifacts + runId.length() + ARTIFACTS.length()),
                null);
    }

    private record Source(String uri, @Nullable String modelId) {}

    private boolean isHere(String modelId) {
        try {
            loggedModels.get(modelId);
            return true;
        } catch (ProblemException e) {
            return false;
        }
    }

    private static @Nullable String loggedModel(JsonNode version, String source) {
        String modelId = Json.text(version, "model_id");
        if (!modelId.isEmpty()) {
            return modelId;
        }
        return source.matches("models:/m-[0-9a-f]{32}") ? source.substring("models:/".length()) : null;
    }

    private Optional<ModelVersion> find(String name, int number) {
        try {
            return Optional.of(models.version(name, number));
        } catch (ProblemException e) {
            if (e.type() == ProblemType.NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** All versions, the oldest first. */
    private static List<JsonNode> versions(ImportContext context, String name) {
        List<JsonNode> versions = new ArrayList<>();
        @Nullable String token = null;
        do {
            Map<String, String> query = new LinkedHashMap<>();
            query.put("filter", "name='" + name.replace("'", "''") + "'");
            query.put("max_results", "200");
            if (token != null) {
                query.put("page_token", token);
            }
            JsonNode page = context.source().get(API + "model-versions/search", query);
            page.path("model_versions").forEach(versions::add);
            token = Json.textOrNull(page, "next_page_token");
        } while (token != null && !token.isEmpty());
        versions.sort(Comparator.comparingLong(version -> Json.number(version, "version")));
        return versions;
    }

    private static Map<String, @Nullable String> tags(JsonNode tagged) {
        Map<String, @Nullable String> tags = new LinkedHashMap<>();
        for (KeyValue tag : RunCopier.keyValues(tagged.path("tags"))) {
            tags.put(tag.key(), tag.value());
        }
        return tags;
    }

    private static Map<String, String> set(Map<String, @Nullable String> tags) {
        Map<String, String> set = new LinkedHashMap<>();
        tags.forEach((key, value) -> {
            if (value != null) {
                set.put(key, value);
            }
        });
        return set;
    }
}
