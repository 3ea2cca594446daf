package dev.holdfast.model.mlflow;

import dev.holdfast.kernel.Actor;
import dev.holdfast.kernel.Requires;
import dev.holdfast.kernel.Role;
import dev.holdfast.mlflow.MlflowException;
import dev.holdfast.mlflow.MlflowPaths;
import dev.holdfast.mlflow.MlflowRequest;
import dev.holdfast.model.ModelChange;
import dev.holdfast.model.ModelStage;
import dev.holdfast.model.ModelVersion;
import dev.holdfast.model.Models;
import dev.holdfast.model.RegistryQuery;
import dev.holdfast.model.SourceRegistration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping({MlflowPaths.V2, MlflowPaths.AJAX_V2})
class ModelVersionEndpoints {
    private static final int DEFAULT_RESULTS = 10_000;
    private static final int MOST_RESULTS = 200_000;

    private final Models models;

    ModelVersionEndpoints(Models models) {
        this.models = models;
    }

    @PostMapping("/model-versions/create")
    @Requires(Role.CONTRIBUTOR)
    ModelVersionMessage.Answer createModelVersion(MlflowRequest request, Actor actor) {
        SourceRegistration registration = new SourceRegistration(
                request.required("name"),
                request.required("source"),
                request.text("run_id"),
                request.text("model_id"),
                request.text("run_link"),
                request.text("description", ""),
                KeyValue.read(request));
        return ModelVersionMessage.Answer.of(models.register(registration, actor));
    }

    @GetMapping("/model-versions/get")
    @Requires(Role.VIEWER)
    ModelVersionMessage.Answer getModelVersion(MlflowRequest request) {
        String name = request.required("name");
        return ModelVersionMessage.Answer.of(models.version(name, Wire.version(request, name)));
    }

    @PatchMapping("/model-versions/update")
    @Requires(Role.CONTRIBUTOR)
    ModelVersionMessage.Answer updateModelVersion(MlflowRequest request, Actor actor) {
        String name = request.required("name");
        ModelChange change = new ModelChange(true, request.text("description"), Map.of());
        return ModelVersionMessage.Answer.of(models.update(name, Wire.version(request, name), change, actor));
    }

    @PostMapping("/model-versions/transition-stage")
    @Requires(Role.APPROVER)
    ModelVersionMessage.Answer transitionModelVersionStage(MlflowRequest request, Actor actor) {
        String name = request.required("name");
        int version = Wire.version(request, name);
        ModelStage stage = ModelStage.parse(request.required("stage"));
        return ModelVersionMessage.Answer.of(
                models.transition(name, version, stage, request.flag("archive_existing_versions", false), actor));
    }

    @DeleteMapping("/model-versions/delete")
    @Requires(Role.APPROVER)
    Map<String, Object> deleteModelVersion(MlflowRequest request, Actor actor) {
        String name = request.required("name");
        models.delete(name, Wire.version(request, name), actor);
        return Map.of();
    }

    @GetMapping("/model-versions/get-download-uri")
    @Requires(Role.VIEWER)
    DownloadUri getModelVersionDownloadUri(MlflowRequest request) {
        String name = request.text("name", "");
        return new DownloadUri(models.version(name, Wire.version(name, request.text("version", "")))
                .storageLocation());
    }

    record DownloadUri(String artifactUri) {}

    @GetMapping("/model-versions/search")
    @Requires(Role.VIEWER)
    ModelVersionMessage.Answers searchModelVersions(MlflowRequest request) {
        var page = models.searchVersions(new RegistryQuery(
                request.text("filter"),
                request.texts("order_by"),
                Wire.maxResults(request, DEFAULT_RESULTS, MOST_RESULTS),
                request.text("page_token")));
        return ModelVersionMessage.Answers.of(page.items(), page.nextPageToken());
    }

    @PostMapping("/model-versions/set-tag")
    @Requires(Role.CONTRIBUTOR)
    Map<String, Object> setModelVersionTag(MlflowRequest request, Actor actor) {
        return tag(request, request.text("value", ""), actor);
    }

    @DeleteMapping("/model-versions/delete-tag")
    @Requires(Role.CONTRIBUTOR)
    Map<String, Object> deleteModelVersionTag(MlflowRequest request, Actor actor) {
        return tag(request, null, actor);
    }

    /** An alias that is not there is an invalid value here; {@code latest} is the version with the highest number. */
    @GetMapping("/registered-models/alias")
    @Requires(Role.VIEWER)
    ModelVersionMessage.Answer getModelVersionByAlias(MlflowRequest request) {
        String name = request.required("name");
        String alias = request.required("alias");
        if (alias.equalsIgnoreCase("latest")) {
            return ModelVersionMessage.Answer.of(latest(name));
        }
        models.model(name);
        return ModelVersionMessage.Answer.of(models.byAlias(name, alias)
                .orElseThrow(() -> MlflowException.invalid("Registered model alias " + alias + " not found.")));
    }

    private ModelVersion latest(String name) {
        models.model(name);
        List<ModelVersion> latest = models.latestVersions(List.of(name)).getOrDefault(name, List.of());
        return latest.stream()
                .max(Comparator.comparingInt(ModelVersion::version))
                .orElseThrow(() -> MlflowException.notFound("Latest version not found for model " + name + "."));
    }

    private Map<String, Object> tag(MlflowRequest request, @Nullable String value, Actor actor) {
        String name = request.required("name");
        Map<String, @Nullable String> tags = new HashMap<>();
        tags.put(request.required("key"), value);
        models.update(name, Wire.version(request, name), new ModelChange(false, null, tags), actor);
        return Map.of();
    }
}
