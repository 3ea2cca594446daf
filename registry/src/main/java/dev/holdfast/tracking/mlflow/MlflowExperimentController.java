package dev.holdfast.tracking.mlflow;

import dev.holdfast.kernel.Actor;
import dev.holdfast.kernel.Requires;
import dev.holdfast.kernel.Role;
import dev.holdfast.mlflow.MlflowException;
import dev.holdfast.mlflow.MlflowPaths;
import dev.holdfast.mlflow.MlflowRequest;
import dev.holdfast.tracking.Experiments;
import dev.holdfast.tracking.KeyValue;
import java.util.Map;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping({MlflowPaths.V2 + "/experiments", MlflowPaths.AJAX_V2 + "/experiments"})
class MlflowExperimentController {
    private static final Map<String, String> NOTHING = Map.of();

    private final Experiments experiments;

    MlflowExperimentController(Experiments experiments) {
        this.experiments = experiments;
    }

    @PostMapping("/create")
    @Requires(Role.CONTRIBUTOR)
    Created createMlflowExperiment(MlflowRequest request, Actor actor) {
        String name = request.required("name");
        return new Created(Long.toString(experiments.create(
                name, request.text("artifact_location"), TrackingFields.entries(request, "tags"), actor)));
    }

    @GetMapping("/get")
    @Requires(Role.VIEWER)
    Found getMlflowExperiment(MlflowRequest request) {
        return new Found(MlflowExperiment.of(experiments.get(TrackingFields.experimentId(request))));
    }

    @GetMapping("/get-by-name")
    @Requires(Role.VIEWER)
    Found getMlflowExperimentByName(MlflowRequest request) {
        String name = request.required("experiment_name");
        return new Found(experiments
                .find(name)
                .map(MlflowExperiment::of)
                .orElseThrow(() -> MlflowException.notFound("Could not find experiment with name '" + name + "'")));
    }

    @PostMapping("/delete")
    @Requires(Role.CONTRIBUTOR)
    Map<String, String> deleteMlflowExperiment(MlflowRequest request, Actor actor) {
        experiments.delete(TrackingFields.experimentId(request), actor);
        return NOTHING;
    }

    @PostMapping("/restore")
    @Requires(Role.CONTRIBUTOR)
    Map<String, String> restoreMlflowExperiment(MlflowRequest request, Actor actor) {
        experiments.restore(TrackingFields.experimentId(request), actor);
        return NOTHING;
    }

    @PostMapping("/update")
    @Requires(Role.CONTRIBUTOR)
    Map<String, String> updateMlflowExperiment(MlflowRequest request, Actor actor) {
        experiments.rename(TrackingFields.experimentId(request), request.required("new_name"), actor);
        return NOTHING;
    }

    @PostMapping("/set-experiment-tag")
    @Requires(Role.CONTRIBUTOR)
    Map<String, String> setMlflowExperimentTag(MlflowRequest request) {
        experiments.setTag(
                TrackingFields.experimentId(request), new KeyValue(request.required("key"), request.text("value", "")));
        return NOTHING;
    }

    @PostMapping("/delete-experiment-tag")
    @Requires(Role.CONTRIBUTOR)
    Map<String, String> deleteMlflowExperimentTag(MlflowRequest request) {
        experiments.deleteTag(TrackingFields.experimentId(request), request.required("key"));
        return NOTHING;
    }

    record Created(String experimentId) {}

    record Found(MlflowExperiment experiment) {}
}
