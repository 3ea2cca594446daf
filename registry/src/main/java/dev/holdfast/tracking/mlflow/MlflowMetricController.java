package dev.holdfast.tracking.mlflow;

import dev.holdfast.kernel.Requires;
import dev.holdfast.kernel.Role;
import dev.holdfast.mlflow.MlflowException;
import dev.holdfast.mlflow.MlflowPaths;
import dev.holdfast.mlflow.MlflowRequest;
import dev.holdfast.tracking.MetricHistories;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
class MlflowMetricController {
    private static final int MAX_RUNS = 100;
    private static final int MAX_SAMPLE = 2500;
    private static final long MAX_BULK = 25_000;
    private static final String SEE = " See the API docs for more information about request parameters.";

    private final MetricHistories histories;

    MlflowMetricController(MetricHistories histories) {
        this.histories = histories;
    }

    /** Without {@code max_results} all points come back. */
    @GetMapping({MlflowPaths.V2 + "/metrics/get-history", MlflowPaths.AJAX_V2 + "/metrics/get-history"})
    @Requires(Role.VIEWER)
    void getMlflowMetricHistory(MlflowRequest request, HttpServletResponse response) throws IOException {
        String run = TrackingFields.runId(request);
        String key = request.required("metric_key");
        Long limit = request.number("max_results");
        if (limit != null && limit <= 0) {
            throw MlflowException.invalid(
                    "Invalid value " + limit + " for parameter 'max_results' supplied. It must be a positive integer.");
        }
        PointsAnswer answer = new PointsAnswer(response);
        answer.of(key, null);
        Optional<String> next =
                histories.page(run, key, request.text("page_token"), limit == null ? Long.MAX_VALUE : limit, answer);
        answer.end(next.orElse(null));
    }

    /** Of several runs by their ids, for web pages. */
    @GetMapping(MlflowPaths.AJAX_V2 + "/metrics/get-history-bulk")
    @Requires(Role.VIEWER)
    void getMlflowMetricHistories(MlflowRequest request, HttpServletResponse response) throws IOException {
        List<String> runs = request.texts("run_id");
        if (runs.isEmpty()) {
            throw MlflowException.invalid("GetMetricHistoryBulk request must specify at least one run_id.");
        }
        if (runs.size() > MAX_RUNS) {
            throw MlflowException.invalid("GetMetricHistoryBulk request cannot specify more than " + MAX_RUNS
                    + " run_ids. Received " + runs.size() + " run_ids.");
        }
        String key = request.text("metric_key");
        if (key == null) {
            throw MlflowException.invalid("GetMetricHistoryBulk request must specify a metric_key.");
        }
        long limit = Math.clamp(request.number("max_results", MAX_BULK), 0, MAX_BULK);
        PointsAnswer answer = new PointsAnswer(response);
        for (String run : runs.stream().distinct().sorted().toList()) {
            answer.of(key, run);
            histories.page(run, key, null, limit - answer.points(), answer);
        }
        answer.end(null);
    }

    /** A sample of each run's points, for charts. */
    @GetMapping({
        MlflowPaths.V2 + "/metrics/get-history-bulk-interval",
        MlflowPaths.AJAX_V2 + "/metrics/get-history-bulk-interval"
    })
    @Requires(Role.VIEWER)
    void sampleMlflowMetricHistories(MlflowRequest request, HttpServletResponse response) throws IOException {
        List<String> runs = request.texts("run_ids");
        if (runs.isEmpty()) {
            throw request.missing("run_ids");
        }
        if (runs.size() > MAX_RUNS) {
            throw MlflowException.invalid("GetMetricHistoryBulkInterval request must specify at most " + MAX_RUNS
                    + " run_ids. Received " + runs.size() + " run_ids." + SEE);
        }
        String key = request.required("metric_key");
        Long start = request.number("start_step");
        Long end = request.number("end_step");
        long limit = request.number("max_results", MAX_SAMPLE);
        if (limit < 1 || limit > MAX_SAMPLE) {
            throw MlflowException.invalid("max_results must be between 1 and " + MAX_SAMPLE + "." + SEE);
        }
        checkSteps(start, end);
        PointsAnswer answer = new PointsAnswer(response);
        for (String run : runs) {
            answer.of(key, run);
            histories.sample(
                    run,
                    key,
                    start == null ? Long.MIN_VALUE : start,
                    end == null ? Long.MAX_VALUE : end,
                    (int) limit,
                    answer);
        }
        answer.end(null);
    }

    private static void checkSteps(@Nullable Long start, @Nullable Long end) {
        if ((start == null) != (end == null)) {
            throw MlflowException.invalid("If either start step or end step are specified, both must be specified.");
        }
        if (start != null && end != null && start > end) {
            throw MlflowException.invalid("end_step must be greater than start_step. Found start_step=" + start
                    + " and end_step=" + end + ".");
        }
    }
}
