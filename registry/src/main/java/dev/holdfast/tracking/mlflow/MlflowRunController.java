package dev.holdfast.tracking.mlflow;

import dev.holdfast.kernel.Actor;
import dev.holdfast.kernel.Requires;
import dev.holdfast.kernel.Role;
import dev.holdfast.mlflow.MlflowPaths;
import dev.holdfast.mlflow.MlflowRequest;
import dev.holdfast.tracking.CreatedRun;
import dev.holdfast.tracking.KeyValue;
import dev.holdfast.tracking.Lifecycle;
import dev.holdfast.tracking.NewRun;
import dev.holdfast.tracking.RunChange;
import dev.holdfast.tracking.RunInfo;
import dev.holdfast.tracking.RunStatus;
import dev.holdfast.tracking.Runs;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping({MlflowPaths.V2 + "/runs", MlflowPaths.AJAX_V2 + "/runs"})
class MlflowRunController {
    private static final byte[] BEFORE = "{\"run\":".getBytes(StandardCharsets.US_ASCII);

    private final Runs runs;

    MlflowRunController(Runs runs) {
        this.runs = runs;
    }

    @PostMapping("/create")
    @Requires(Role.CONTRIBUTOR)
    Created createMlflowRun(MlflowRequest request, Actor actor) {
        String user = request.text("user_id", "");
        CreatedRun made = runs.create(
                new NewRun(
                        TrackingFields.experimentId(request),
                        request.text("run_name"),
                        user.isEmpty() ? actor.name() : user,
                        request.number("start_time", 0),
                        TrackingFields.entries(request, "tags")),
                actor);
        return new Created(new NewlyMade(MlflowRunInfo.of(made.info()), new Data(made.tags()), Map.of()));
    }

    @PostMapping("/update")
    @Requires(Role.CONTRIBUTOR)
    Updated updateMlflowRun(MlflowRequest request, Actor actor) {
        RunChange change = new RunChange(status(request), request.number("end_time"), request.text("run_name"));
        return new Updated(MlflowRunInfo.of(runs.change(TrackingFields.runId(request), change, actor)));
    }

    @PostMapping("/delete")
    @Requires(Role.CONTRIBUTOR)
    Map<String, String> deleteMlflowRun(MlflowRequest request, Actor actor) {
        runs.delete(TrackingFields.runId(request), actor);
        return Map.of();
    }

    @PostMapping("/restore")
    @Requires(Role.CONTRIBUTOR)
    Map<String, String> restoreMlflowRun(MlflowRequest request, Actor actor) {
        runs.restore(TrackingFields.runId(request), actor);
        return Map.of();
    }

    @GetMapping("/get")
    @Requires(Role.VIEWER)
    ResponseEntity<byte[]> getMlflowRun(MlflowRequest request) {
        byte[] run = runs.json(TrackingFields.runId(request));
        byte[] answer = Arrays.copyOf(BEFORE, BEFORE.length + run.length + 1);
        System.arraycopy(run, 0, answer, BEFORE.length, run.length);
        answer[answer.length - 1] = '}';
        return ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(answer);
    }

    private static @Nullable RunStatus status(MlflowRequest request) {
        String status = request.choice("status", "RUNNING", "SCHEDULED", "FINISHED", "FAILED", "KILLED");
        return status == null ? null : RunStatus.valueOf(status);
    }

    record Created(NewlyMade run) {}

    record NewlyMade(MlflowRunInfo info, Data data, Map<String, String> inputs) {}

    record Data(List<KeyValue> tags) {}

    record Updated(MlflowRunInfo runInfo) {}

    /** A run without what it logged, in the protocol's shape. */
    record MlflowRunInfo(
            String runId,
            String runUuid,
            String runName,
            String experimentId,
            String userId,
            String status,
            long startTime,
            @Nullable Long endTime,
            String artifactUri,
            Lifecycle lifecycleStage) {
        static MlflowRunInfo of(RunInfo run) {
            // In the protocol, a time of 0 is none.
            Long end = run.endTimeMs();
            return new MlflowRunInfo(
                    run.runId(),
                    run.runId(),
                    run.name(),
                    Long.toString(run.experiment()),
                    run.user(),
                    run.status().name(),
                    run.startTimeMs(),
                    end == null || end == 0 ? null : end,
                    run.artifactUri(),
                    run.lifecycle());
        }
    }
}
