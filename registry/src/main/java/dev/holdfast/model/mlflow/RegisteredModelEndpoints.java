package dev.holdfast.model.mlflow;

import dev.holdfast.kernel.Actor;
import dev.holdfast.kernel.Requires;
import dev.holdfast.kernel.Role;
import dev.holdfast.mlflow.MlflowPaths;
import dev.holdfast.mlflow.MlflowRequest;
import dev.holdfast.model.ModelChange;
import dev.holdfast.model.ModelStage;
import dev.holdfast.model.ModelVersion;
import dev.holdfast.model.Models;
import dev.holdfast.model.RegisteredModel;
import dev.holdfast.model.RegistryQuery;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping({MlflowPaths.V2 + "/registered-models", MlflowPaths.AJAX_V2 + "/registered-models"})
class RegisteredModelEndpoints {
    private static final int DEFAULT_RESULTS = 100;
    private static final int MOST_RESULTS = 1_000;

    private final Models models;

    RegisteredModelEndpoints(Models models) {
        this.models = models;
    }

    @PostMapping("/create")
    @Requires(Role.CONTRIBUTOR)
    RegisteredModelMessage.Answer createRegisteredModel(MlflowRequest request, Actor actor) {
        RegisteredModel created = models.create(
                request.required("name"),
                unlessEmpty(request.text("description")),
                null,
                KeyValue.read(request),
                actor);
        return new RegisteredModelMessage.Answer(RegisteredModelMessage.of(created, List.of()));
    }

    @PostMapping("/rename")
    @Requires(Role.APPROVER)
    RegisteredModelMessage.Answer renameRegisteredModel(MlflowRequest request, Actor actor) {
        return answer(models.rename(request.required("name"), request.required("new_name"), null, actor));
    }

    @PatchMapping("/update")
    @Requires(Role.CONTRIBUTOR)
    RegisteredModelMessage.Answer updateRegisteredModel(MlflowRequest request, Actor actor) {
        ModelChange change = new ModelChange(true, unlessEmpty(request.text("description")), Map.of());
        return answer(models.update(request.required("name"), change, null, actor));
    }

    @DeleteMapping("/delete")
    @Requires(Role.APPROVER)
    Map<String, Object> deleteRegisteredModel(MlflowRequest request, Actor actor) {
        models.delete(request.required("name"), null, actor);
        return Map.of();
    }

    @GetMapping("/get")
    @Requires(Role.VIEWER)
    RegisteredModelMessage.Answer getRegisteredModel(MlflowRequest request) {
        return answer(models.model(request.required("name")));
    }

    @GetMapping("/search")
    @Requires(Role.VIEWER)
    Found searchRegisteredModels(MlflowRequest request) {
        RegistryQuery query = new RegistryQuery(
                request.text("filter"),
                request.texts("order_by"),
                Wire.maxResults(request, DEFAULT_RESULTS, MOST_RESULTS),
                request.text("page_token"));
        var page = models.search(query);
        Map<String, List<ModelVersion>> latest = models.latestVersions(
                page.items().stream().map(RegisteredModel::name).toList());
        return new Found(
                Wire.unlessEmpty(page.items().stream()
                        .map(model -> RegisteredModelMessage.of(model, latest.getOrDefault(model.name(), List.of())))
                        .toList()),
                page.nextPageToken());
    }

    record Found(
            @Nullable List<RegisteredModelMessage> registeredModels,
            @Nullable String nextPageToken) {}

    @RequestMapping(
            path = "/get-latest-versions",
            method = {RequestMethod.GET, RequestMethod.POST})
    @Requires(Role.VIEWER)
    ModelVersionMessage.Answers getLatestVersions(MlflowRequest request) {
        List<ModelVersion> latest = latest(request.required("name"));
        List<ModelStage> stages =
                request.texts("stages").stream().map(ModelStage::parse).toList();
        return ModelVersionMessage.Answers.of(
                latest.stream()
                        .filter(version -> stages.isEmpty() || stages.contains(version.stage()))
                        .toList(),
                null);
    }

    @PostMapping("/set-tag")
    @Requires(Role.CONTRIBUTOR)
    Map<String, Object> setRegisteredModelTag(MlflowRequest request, Actor actor) {
        return tag(request, request.text("value", ""), actor);
    }

    @DeleteMapping("/delete-tag")
    @Requires(Role.CONTRIBUTOR)
    Map<String, Object> deleteRegisteredModelTag(MlflowRequest request, Actor actor) {
        return tag(request, null, actor);
    }

    @PostMapping("/alias")
    @Requires(Role.APPROVER)
    Map<String, Object> setRegisteredModelAlias(MlflowRequest request, Actor actor) {
        String name = request.required("name");
        models.setAlias(name, request.required("alias"), Wire.version(request, name), actor);
        return Map.of();
    }

    /** What is not there counts as deleted. */
    @DeleteMapping("/alias")
    @Requires(Role.APPROVER)
    Map<String, Object> deleteRegisteredModelAlias(MlflowRequest request, Actor actor) {
        models.deleteAlias(request.required("name"), request.required("alias"), null, actor);
        return Map.of();
    }

    private Map<String, Object> tag(MlflowRequest request, @Nullable String value, Actor actor) {
        String name = request.required("name");
        Map<String, @Nullable String> tags = new HashMap<>();
        tags.put(request.required("key"), value);
        models.update(name, new ModelChange(false, null, tags), null, actor);
        return Map.of();
    }

    private RegisteredModelMessage.Answer answer(RegisteredModel model) {
        return new RegisteredModelMessage.Answer(RegisteredModelMessage.of(model, latest(model.name())));
    }

    private List<ModelVersion> latest(String model) {
        // Tells whether there is such a model, which an empty list would not.
        models.model(model);
        return models.latestVersions(List.of(model)).getOrDefault(model, List.of());
    }

    private static @Nullable String unlessEmpty(@Nullable String text) {
        return text == null || text.isEmpty() ? null : text;
    }
}
