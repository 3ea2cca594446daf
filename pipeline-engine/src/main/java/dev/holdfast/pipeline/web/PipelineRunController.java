package dev.holdfast.pipeline.web;

import dev.holdfast.idempotency.Idempotent;
import dev.holdfast.idempotency.RequestKey;
import dev.holdfast.kernel.Actor;
import dev.holdfast.kernel.Ids;
import dev.holdfast.kernel.Page;
import dev.holdfast.kernel.PageRequest;
import dev.holdfast.kernel.ProblemException;
import dev.holdfast.kernel.Requires;
import dev.holdfast.kernel.Role;
import dev.holdfast.pipeline.LogLine;
import dev.holdfast.pipeline.PipelineRun;
import dev.holdfast.pipeline.Pipelines;
import dev.holdfast.pipeline.RunRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/pipelines/{name}/runs")
class PipelineRunController {
    private static final int MAX_WAIT = 600;
    private static final int LOG_LINES = 1_000;

    private final Pipelines pipelines;

    PipelineRunController(Pipelines pipelines) {
        this.pipelines = pipelines;
    }

    record NewPipelineRun(
            @Nullable String reason,
            @Nullable Map<String, Object> parameters,
            @Nullable String gitCommit,
            @Nullable Boolean cache) {
        RunRequest toRequest() {
            return new RunRequest(
                    reason, parameters == null ? Map.of() : parameters, gitCommit, cache == null || cache);
        }
    }

    record Cancel(@Nullable String reason) {}

    /**
     * What to run again.
     *
     * @param from the step to begin with
     */
    record Rerun(@NotNull String from, @Nullable String reason) {}

    @PostMapping
    @Idempotent
    @Requires(Role.CONTRIBUTOR)
    ResponseEntity<PipelineRun> startPipelineRun(
            @PathVariable String name,
            @RequestBody(required = false) @Nullable NewPipelineRun body,
            @RequestParam(name = "wait", defaultValue = "0") int wait,
            @Nullable RequestKey key,
            Actor actor) {
        Duration atMost = wait(wait);
        RunRequest request = body == null ? RunRequest.defaults() : body.toRequest();
        PipelineRun run = pipelines.start(name, request, key, actor);
        if (atMost.isPositive()) {
            run = pipelines.await(name, run.id(), atMost);
        }
        return accepted(run);
    }

    /** Runs a step of an earlier run and all that come after it once more; the steps before it keep what they made. */
    @PostMapping("/{id}/rerun")
    @Idempotent
    @Requires(Role.CONTRIBUTOR)
    ResponseEntity<PipelineRun> rerunPipelineRun(
            @PathVariable String name,
            @PathVariable String id,
            @Valid @RequestBody Rerun body,
            @Nullable RequestKey key,
            Actor actor) {
        return accepted(pipelines.rerun(name, Ids.parse("id", id), body.from(), body.reason(), key, actor));
    }

    @GetMapping
    @Requires(Role.VIEWER)
    Page<PipelineRun> listPipelineRuns(@PathVariable String name, PageRequest page) {
        return pipelines.runs(name, page);
    }

    @GetMapping("/{id}")
    @Requires(Role.VIEWER)
    PipelineRun getPipelineRun(
            @PathVariable String name,
            @PathVariable String id,
            @RequestParam(name = "wait", defaultValue = "0") int wait) {
        return pipelines.await(name, Ids.parse("id", id), wait(wait));
    }

    @PostMapping("/{id}/cancel")
    @Idempotent
    @Requires(Role.CONTRIBUTOR)
    PipelineRun cancelPipelineRun(
            @PathVariable String name,
            @PathVariable String id,
            @RequestBody(required = false) @Nullable Cancel body,
            Actor actor) {
        return pipelines.cancel(name, Ids.parse("id", id), body == null ? null : body.reason(), actor);
    }

    @GetMapping(path = "/{id}/steps/{step}/logs", produces = MediaType.TEXT_PLAIN_VALUE)
    @Requires(Role.VIEWER)
    String getStepLogs(@PathVariable String name, @PathVariable String id, @PathVariable String step) {
        UUID run = Ids.parse("id", id);
        StringBuilder text = new StringBuilder();
        LogLine last = null;
        List<LogLine> lines;
        do {
            lines = pipelines.log(name, run, step, last, LOG_LINES);
            for (LogLine line : lines) {
                text.append(line.at())
                        .append(" attempt ")
                        .append(line.attempt())
                        .append("  ")
                        .append(line.message())
                        .append('\n');
                last = line;
            }
        } while (lines.size() == LOG_LINES);
        return text.toString();
    }

    private static ResponseEntity<PipelineRun> accepted(PipelineRun run) {
        return ResponseEntity.accepted()
                .location(URI.create("/api/v1/pipelines/" + run.pipeline() + "/runs/" + run.id()))
                .body(run);
    }

    private static Duration wait(int seconds) {
        if (seconds < 0 || seconds > MAX_WAIT) {
            throw ProblemException.malformed("wait", seconds, "must be from 0 to " + MAX_WAIT + " seconds.");
        }
        return Duration.ofSeconds(seconds);
    }
}
