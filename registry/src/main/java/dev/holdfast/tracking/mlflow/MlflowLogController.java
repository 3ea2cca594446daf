package dev.holdfast.tracking.mlflow;

import dev.holdfast.kernel.Requires;
import dev.holdfast.kernel.Role;
import dev.holdfast.mlflow.MlflowException;
import dev.holdfast.mlflow.MlflowPaths;
import dev.holdfast.mlflow.MlflowRequest;
import dev.holdfast.tracking.KeyValue;
import dev.holdfast.tracking.RunBatch;
import dev.holdfast.tracking.Runs;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping({MlflowPaths.V2 + "/runs", MlflowPaths.AJAX_V2 + "/runs"})
class MlflowLogController {
    private static final Map<String, String> NOTHING = Map.of();
    private static final int MAX_METRICS = 1000;
    private static final int MAX_PARAMS = 100;
    private static final int MAX_TAGS = 100;
    private static final int MAX_TOGETHER = 1000;
    private static final long MAX_BYTES = 1_000_000;
    private static final Pattern RUN_ID = Pattern.compile("[a-zA-Z0-9][\\w\\-]{0,255}");

    private final Runs runs;
    private final ModelHistory history;

    MlflowLogController(Runs runs, ModelHistory history) {
        this.runs = runs;
        this.history = history;
    }

    @PostMapping("/log-metric")
    @Requires(Role.CONTRIBUTOR)
    Map<String, String> logMlflowMetric(MlflowRequest request) {
        String run = TrackingFields.runId(request);
        runs.logOne(run, new RunBatch(List.of(TrackingFields.point(request)), List.of(), List.of()));
        return NOTHING;
    }

    @PostMapping("/log-parameter")
    @Requires(Role.CONTRIBUTOR)
    Map<String, String> logMlflowParam(MlflowRequest request) {
        String run = TrackingFields.runId(request);
        runs.logOne(run, new RunBatch(List.of(), List.of(entry(request)), List.of()));
        return NOTHING;
    }

    @PostMapping("/set-tag")
    @Requires(Role.CONTRIBUTOR)
    Map<String, String> setMlflowTag(MlflowRequest request) {
        String run = TrackingFields.runId(request);
        runs.logOne(run, new RunBatch(List.of(), List.of(), List.of(entry(request))));
        return NOTHING;
    }

    @PostMapping("/delete-tag")
    @Requires(Role.CONTRIBUTOR)
    Map<String, String> deleteMlflowTag(MlflowRequest request) {
        String run = TrackingFields.runId(request);
        runs.deleteTag(run, request.required("key"));
        return NOTHING;
    }

    @PostMapping("/log-batch")
    @Requires(Role.CONTRIBUTOR)
    Map<String, String> logMlflowBatch(MlflowRequest request, HttpServletRequest http) {
        if (http.getContentLengthLong() > MAX_BYTES) {
            throw MlflowException.invalid("Batched logging API requests must be at most " + MAX_BYTES
                    + " bytes, got a request of size " + http.getContentLengthLong() + ".");
        }
        String run = checked(TrackingFields.runId(request));
        RunBatch batch = new RunBatch(
                request.objects("metrics").stream().map(TrackingFields::point).toList(),
                TrackingFields.entries(request, "params"),
                TrackingFields.entries(request, "tags"));
        checkSize(batch);
        runs.log(run, batch);
        return NOTHING;
    }

    @PostMapping("/log-inputs")
    @Requires(Role.CONTRIBUTOR)
    Map<String, String> logMlflowInputs(MlflowRequest request) {
        String run = checked(TrackingFields.runId(request));
        runs.logInputs(
                run,
                request.objects("datasets").stream().map(DatasetFields::dataset).toList(),
                request.objects("models").stream()
                        .map(model -> model.required("model_id"))
                        .toList());
        return NOTHING;
    }

    @PostMapping("/outputs")
    @Requires(Role.CONTRIBUTOR)
    Map<String, String> logMlflowOutputs(MlflowRequest request) {
        String run = TrackingFields.runId(request);
        if (!request.has("models")) {
            throw request.missing("models");
        }
        runs.logOutputs(
                run,
                request.objects("models").stream().map(DatasetFields::output).toList());
        return NOTHING;
    }

    /** What clients before logged models did: the run keeps a list of models in a tag. */
    @PostMapping("/log-model")
    @Requires(Role.CONTRIBUTOR)
    Map<String, String> logMlflowModel(MlflowRequest request) {
        String run = TrackingFields.runId(request);
        runs.addModelHistory(run, history.entry(request.required("model_json")));
        return NOTHING;
    }

    private static KeyValue entry(MlflowRequest request) {
        return new KeyValue(request.required("key"), request.text("value", ""));
    }

    private static String checked(String runId) {
        if (!RUN_ID.matcher(runId).matches()) {
            throw MlflowException.invalid("Invalid value \"" + runId + "\" for parameter 'run_id' supplied.");
        }
        return runId;
    }

    private static void checkSize(RunBatch batch) {
        checkSize("metrics", MAX_METRICS, batch.metrics().size());
        checkSize("params", MAX_PARAMS, batch.params().size());
        checkSize("tags", MAX_TAGS, batch.tags().size());
        checkSize(
                "metrics, params, and tags",
                MAX_TOGETHER,
                batch.metrics().size() + batch.params().size() + batch.tags().size());
        TreeSet<String> keys = new TreeSet<>();
        String twice = batch.params().stream()
                .map(KeyValue::key)
                .filter(key -> !keys.add(key))
                .map(key -> "'" + key + "'")
                .collect(Collectors.joining(", "));
        if (!twice.isEmpty()) {
            throw MlflowException.invalid("Duplicate parameter keys have been submitted: [" + twice
                    + "]. Please ensure the request contains only one param value per param key.");
        }
    }

    private static void checkSize(String what, int limit, int size) {
        if (size > limit) {
            throw MlflowException.invalid("A batch logging request can contain at most " + limit + " " + what + ". Got "
                    + size + " " + what + ". Please split up " + what + " across multiple requests and try again.");
        }
    }
}
