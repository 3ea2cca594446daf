package dev.holdfast.batch.web;

import dev.holdfast.batch.BatchJob;
import dev.holdfast.batch.BatchJobFilter;
import dev.holdfast.batch.BatchJobRequest;
import dev.holdfast.batch.BatchJobState;
import dev.holdfast.batch.BatchJobs;
import dev.holdfast.batch.OnRowError;
import dev.holdfast.idempotency.Idempotent;
import dev.holdfast.idempotency.RequestKey;
import dev.holdfast.kernel.Actor;
import dev.holdfast.kernel.FieldError;
import dev.holdfast.kernel.Ids;
import dev.holdfast.kernel.Page;
import dev.holdfast.kernel.PageRequest;
import dev.holdfast.kernel.ProblemException;
import dev.holdfast.kernel.Requires;
import dev.holdfast.kernel.Role;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/v1/batch-jobs")
class BatchJobController {
    private static final int MAX_WAIT = 600;

    private final BatchJobs jobs;

    BatchJobController(BatchJobs jobs) {
        this.jobs = jobs;
    }

    /**
     * A new job; {@code version} is a number or {@code latest}.
     *
     * @param release absent: the champion now
     */
    record NewBatchJob(
            @Nullable String deployment,
            @Nullable Integer release,
            @Nullable String dataset,
            @Nullable String version,
            @Nullable List<String> columns,
            @Nullable List<String> inputs,
            @Nullable String outputDataset,
            @Nullable Integer chunkRows,
            @Nullable OnRowError onError,
            @Nullable String prefix,
            @Nullable String note) {
        BatchJobRequest toRequest() {
            List<FieldError> missing = new ArrayList<>();
            if (deployment == null) {
                missing.add(
                        new FieldError("deployment", null, "is missing; name the deployment whose release predicts."));
            }
            if (dataset == null) {
                missing.add(new FieldError("dataset", null, "is missing; name the dataset whose rows are predicted."));
            }
            if (deployment == null || dataset == null) {
                throw ProblemException.invalid(missing);
            }
            return new BatchJobRequest(
                    deployment,
                    release,
                    dataset,
                    version,
                    columns,
                    inputs,
                    outputDataset,
                    chunkRows,
                    onError,
                    prefix,
                    note);
        }
    }

    record BatchJobReason(@Nullable String reason) {}

    @PostMapping
    @Idempotent
    @Requires(Role.CONTRIBUTOR)
    ResponseEntity<BatchJob> startBatchJob(
            @RequestBody NewBatchJob body,
            @RequestParam(name = "wait", defaultValue = "0") int wait,
            @Nullable RequestKey key,
            Actor actor) {
        Duration atMost = wait(wait);
        BatchJob job = jobs.start(body.toRequest(), key, actor);
        if (atMost.isPositive()) {
            job = jobs.await(job.id(), atMost);
        }
        return ResponseEntity.accepted()
                .location(URI.create("/api/v1/batch-jobs/" + job.id()))
                .body(job);
    }

    @GetMapping
    @Requires(Role.VIEWER)
    Page<BatchJob> listBatchJobs(
            @RequestParam(required = false) @Nullable String deployment,
            @RequestParam(required = false) @Nullable BatchJobState state,
            @RequestParam(required = false) @Nullable String dataset,
            @RequestParam(name = "output_dataset", required = false) @Nullable String outputDataset,
            PageRequest page) {
        return jobs.jobs(new BatchJobFilter(deployment, state, dataset, outputDataset), page);
    }

    @GetMapping("/{id}")
    @Requires(Role.VIEWER)
    BatchJob getBatchJob(@PathVariable String id, @RequestParam(name = "wait", defaultValue = "0") int wait) {
        return jobs.await(Ids.parse("id", id), wait(wait));
    }

    @PostMapping("/{id}/cancel")
    @Idempotent
    @Requires(Role.CONTRIBUTOR)
    BatchJob cancelBatchJob(
            @PathVariable String id, @RequestBody(required = false) @Nullable BatchJobReason body, Actor actor) {
        return jobs.cancel(Ids.parse("id", id), body == null ? null : body.reason(), actor);
    }

    @PostMapping("/{id}/retry")
    @Idempotent
    @Requires(Role.CONTRIBUTOR)
    BatchJob retryBatchJob(
            @PathVariable String id, @RequestBody(required = false) @Nullable BatchJobReason body, Actor actor) {
        return jobs.retry(Ids.parse("id", id), body == null ? null : body.reason(), actor);
    }

    private static Duration wait(int seconds) {
        if (seconds < 0 || seconds > MAX_WAIT) {
            throw ProblemException.malformed("wait", seconds, "must be from 0 to " + MAX_WAIT + " seconds.");
        }
        return Duration.ofSeconds(seconds);
    }
}
