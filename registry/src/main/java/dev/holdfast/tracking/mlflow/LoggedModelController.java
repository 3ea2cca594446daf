package dev.holdfast.tracking.mlflow;

import dev.holdfast.kernel.Actor;
import dev.holdfast.kernel.Requires;
import dev.holdfast.kernel.Role;
import dev.holdfast.mlflow.MlflowException;
import dev.holdfast.mlflow.MlflowPaths;
import dev.holdfast.mlflow.MlflowRequest;
import dev.holdfast.tracking.LoggedModelPage;
import dev.holdfast.tracking.LoggedModelSearch;
import dev.holdfast.tracking.LoggedModelSearchRequest;
import dev.holdfast.tracking.LoggedModelStatus;
import dev.holdfast.tracking.LoggedModels;
import dev.holdfast.tracking.NewLoggedModel;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Logged models. Their files are served with all artifacts. */
@RestController
@RequestMapping({MlflowPaths.V2 + "/logged-models", MlflowPaths.AJAX_V2 + "/logged-models"})
class LoggedModelController {
    private static final int DEFAULT_MAX_RESULTS = 50;

    private final LoggedModels models;
    private final LoggedModelSearch search;

    LoggedModelController(LoggedModels models, LoggedModelSearch search) {
        this.models = models;
        this.search = search;
    }

    @PostMapping
    @Requires(Role.CONTRIBUTOR)
    LoggedModelJson.Answer createLoggedModel(MlflowRequest request, Actor actor) {
        return LoggedModelJson.answer(models.create(
                new NewLoggedModel(
                        TrackingFields.experimentId(request),
                        given(request.text("name")),
                        request.text("model_type"),
                        request.text("source_run_id"),
                        TrackingFields.entries(request, "params"),
                        TrackingFields.entries(request, "tags")),
                actor));
    }

    @GetMapping("/{modelId}")
    @Requires(Role.VIEWER)
    LoggedModelJson.Answer getLoggedModel(@PathVariable String modelId, MlflowRequest request) {
        return LoggedModelJson.answer(
                request.flag("allow_deleted", false) ? models.getEvenDeleted(modelId) : models.get(modelId));
    }

    @PatchMapping("/{modelId}")
    @Requires(Role.CONTRIBUTOR)
    LoggedModelJson.Answer finalizeLoggedModel(@PathVariable String modelId, MlflowRequest request) {
        String status =
                request.choice("status", "LOGGED_MODEL_PENDING", "LOGGED_MODEL_READY", "LOGGED_MODEL_UPLOAD_FAILED");
        if (status == null) {
            throw request.missing("status");
        }
        return LoggedModelJson.answer(models.finish(
                modelId, LoggedModelStatus.valueOf(status.substring(LoggedModelJson.STATUS_PREFIX.length()))));
    }

    @DeleteMapping("/{modelId}")
    @Requires(Role.CONTRIBUTOR)
    Empty deleteLoggedModel(@PathVariable String modelId, Actor actor) {
        models.delete(modelId, actor);
        return new Empty();
    }

    @PatchMapping("/{modelId}/tags")
    @Requires(Role.CONTRIBUTOR)
    Empty setLoggedModelTags(@PathVariable String modelId, MlflowRequest request) {
        models.setTags(modelId, TrackingFields.entries(request, "tags"));
        return new Empty();
    }

    @DeleteMapping("/{modelId}/tags/{*key}")
    @Requires(Role.CONTRIBUTOR)
    Empty deleteLoggedModelTag(@PathVariable String modelId, @PathVariable String key) {
        models.deleteTag(modelId, key.substring(1));
        return new Empty();
    }

    @PostMapping("/{modelId}/params")
    @Requires(Role.CONTRIBUTOR)
    Empty logLoggedModelParams(@PathVariable String modelId, MlflowRequest request) {
        models.logParams(modelId, TrackingFields.entries(request, "params"));
        return new Empty();
    }

    @PostMapping("/search")
    @Requires(Role.VIEWER)
    LoggedModelJson.Page searchLoggedModels(MlflowRequest request) {
        if (!request.has("experiment_ids")) {
            throw request.missing("experiment_ids");
        }
        List<Long> experiments = SearchController.experimentIds(request);
        long maxResults = request.number("max_results", 0);
        LoggedModelPage page = search.search(new LoggedModelSearchRequest(
                experiments,
                given(request.text("filter")),
                request.objects("datasets").stream()
                        .map(LoggedModelController::dataset)
                        .toList(),
                request.objects("order_by").stream()
                        .map(LoggedModelController::order)
                        .toList(),
                maxResults == 0 ? DEFAULT_MAX_RESULTS : Math.clamp(maxResults, -1, Integer.MAX_VALUE),
                given(request.text("page_token"))));
        return LoggedModelJson.page(page);
    }

    private static LoggedModelSearchRequest.Dataset dataset(MlflowRequest dataset) {
        String name = given(dataset.text("dataset_name"));
        if (name == null) {
            throw MlflowException.invalid("`dataset_name` in the `datasets` clause must be specified.");
        }
        return new LoggedModelSearchRequest.Dataset(name, given(dataset.text("dataset_digest")));
    }

    private static LoggedModelSearchRequest.Order order(MlflowRequest order) {
        String field = given(order.text("field_name"));
        if (field == null) {
            throw MlflowException.invalid("`field_name` in the `order_by` clause must be specified.");
        }
        String name = given(order.text("dataset_name"));
        String digest = given(order.text("dataset_digest"));
        if (name == null && digest != null) {
            throw MlflowException.invalid(
                    "`dataset_digest` can only be specified if `dataset_name` is also specified.");
        }
        return new LoggedModelSearchRequest.Order(
                field,
                order.flag("ascending", true),
                name == null ? null : new LoggedModelSearchRequest.Dataset(name, digest));
    }

    private static @Nullable String given(@Nullable String text) {
        return text == null || text.isEmpty() ? null : text;
    }

    /** The answer of calls that answer nothing. */
    record Empty() {}
}
