package dev.holdfast.tracking.web;

import dev.holdfast.idempotency.Idempotent;
import dev.holdfast.kernel.Actor;
import dev.holdfast.kernel.Digest;
import dev.holdfast.kernel.Page;
import dev.holdfast.kernel.PageRequest;
import dev.holdfast.kernel.Requires;
import dev.holdfast.kernel.Role;
import dev.holdfast.tracking.DatasetInput;
import dev.holdfast.tracking.Metric;
import dev.holdfast.tracking.Run;
import dev.holdfast.tracking.RunMoves;
import dev.holdfast.tracking.RunSearch;
import dev.holdfast.tracking.RunStart;
import dev.holdfast.tracking.RunStatus;
import dev.holdfast.tracking.Runs;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.Size;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/runs")
class RunController {
    private static final int MAX_BATCH = 1_000;

    private final Runs runs;
    private final RunMoves moves;
    private final RunSearch search;
    private final Clock clock;

    RunController(Runs runs, RunMoves moves, RunSearch search, Clock clock) {
        this.runs = runs;
        this.moves = moves;
        this.search = search;
        this.clock = clock;
    }

    @PostMapping
    @Idempotent
    @Requires(Role.CONTRIBUTOR)
    ResponseEntity<Run> startRun(@Valid @RequestBody NewRun body, Actor actor) {
        Run run = runs.start(
                new RunStart(body.experiment(), body.name(), body.tags() == null ? Map.of() : body.tags()), actor);
        return ResponseEntity.created(URI.create("/api/v1/runs/" + run.runId())).body(run);
    }

    /** Filter and order are those of MLflow's search, with OR and parentheses besides. */
    @GetMapping
    @Requires(Role.VIEWER)
    Page<Run> searchRuns(
            @RequestParam(required = false) @Nullable String experiment,
            @RequestParam(required = false) @Nullable String filter,
            @RequestParam(name = "order_by", required = false) @Nullable List<String> orderBy,
            PageRequest page) {
        return search.list(experiment, filter, orderBy == null ? List.of() : orderBy, page);
    }

    @GetMapping("/{id}")
    @Requires(Role.VIEWER)
    Run getRun(@PathVariable String id) {
        return runs.get(id);
    }

    @PatchMapping("/{id}")
    @Requires(Role.CONTRIBUTOR)
    Run changeRun(@PathVariable String id, @Valid @RequestBody RunChange body, Actor actor) {
        return runs.finish(id, body.status(), body.endTime(), actor);
    }

    @PostMapping("/{id}/metrics")
    @Idempotent
    @Requires(Role.CONTRIBUTOR)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void logMetrics(@PathVariable String id, @Valid @RequestBody MetricBatch body) {
        Instant now = clock.instant();
        runs.logMetrics(
                id, body.metrics().stream().map(point -> point.toMetric(now)).toList());
    }

    @PostMapping("/{id}/params")
    @Idempotent
    @Requires(Role.CONTRIBUTOR)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void logParams(@PathVariable String id, @Valid @RequestBody ParamBatch body) {
        runs.logParams(id, body.params());
    }

    @PostMapping("/{id}/tags")
    @Idempotent
    @Requires(Role.CONTRIBUTOR)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void setRunTags(@PathVariable String id, @Valid @RequestBody TagBatch body) {
        runs.setTags(id, body.tags());
    }

    @PostMapping("/{id}/inputs")
    @Idempotent
    @Requires(Role.CONTRIBUTOR)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void logRunInput(@PathVariable String id, @Valid @RequestBody Input body) {
        runs.logInput(id, new DatasetInput(body.name(), body.version(), body.digest(), body.context()));
    }

    /** Moves the run to another experiment. */
    @PostMapping("/{id}/move")
    @Idempotent
    @Requires(Role.CONTRIBUTOR)
    Run moveRun(@PathVariable String id, @Valid @RequestBody Move body, Actor actor) {
        return moves.move(id, body.experiment(), body.reason(), actor);
    }

    /** A metric's key may contain slashes. */
    @GetMapping("/{id}/metrics/{*key}")
    @Requires(Role.VIEWER)
    Page<Metric> getMetricHistory(@PathVariable String id, @PathVariable String key, PageRequest page) {
        return runs.history(id, key.substring(1), page);
    }

    record NewRun(
            @NotNull String experiment,
            @Nullable String name,
            @Size(max = MAX_BATCH) @Nullable Map<String, @NotNull String> tags) {}

    record RunChange(@NotNull RunStatus status, @Nullable Instant endTime) {}

    record MetricBatch(@NotNull @Size(max = MAX_BATCH) List<@Valid @NotNull Point> metrics) {}

    /**
     * A point as it is sent.
     *
     * @param timestamp when it arrived, where it is absent
     * @param step 0 where it is absent
     */
    record Point(
            @NotNull String key,
            @NotNull Double value,
            @Nullable Instant timestamp,
            @Nullable Long step) {
        Metric toMetric(Instant now) {
            return new Metric(key, value, timestamp == null ? now : timestamp, step == null ? 0 : step);
        }
    }

    record ParamBatch(@NotNull @Size(max = MAX_BATCH) Map<String, @NotNull String> params) {}

    record TagBatch(@NotNull @Size(max = MAX_BATCH) Map<String, @NotNull String> tags) {}

    record Input(
            @NotNull String name,
            @NotNull @Positive Integer version,
            @NotNull Digest digest,
            @NotNull String context) {}

    /**
     * Where to.
     *
     * @param experiment the name of one that exists
     */
    record Move(@NotNull String experiment, @Nullable String reason) {}
}
