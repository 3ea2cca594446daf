package dev.holdfast.tracking.mlflow;

import dev.holdfast.kernel.Requires;
import dev.holdfast.kernel.Role;
import dev.holdfast.mlflow.MlflowException;
import dev.holdfast.mlflow.MlflowPaths;
import dev.holdfast.mlflow.MlflowRequest;
import dev.holdfast.tracking.ExperimentPage;
import dev.holdfast.tracking.ExperimentSearch;
import dev.holdfast.tracking.ExperimentSearchRequest;
import dev.holdfast.tracking.LifecycleView;
import dev.holdfast.tracking.RunPage;
import dev.holdfast.tracking.RunSearch;
import dev.holdfast.tracking.RunSearchRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Searches of runs and experiments. What was found is written as it comes: it may be many megabytes. */
@RestController
@RequestMapping({MlflowPaths.V2, MlflowPaths.AJAX_V2})
class SearchController {
    private static final int DEFAULT_MAX_RESULTS = 1_000;
    private static final int MAX_EXPERIMENTS = 20;

    private final RunSearch runs;
    private final ExperimentSearch experiments;

    SearchController(RunSearch runs, ExperimentSearch experiments) {
        this.runs = runs;
        this.experiments = experiments;
    }

    @PostMapping("/runs/search")
    @Requires(Role.VIEWER)
    void searchRuns(MlflowRequest request, HttpServletResponse response) throws IOException {
        RunPage page = runs.search(new RunSearchRequest(
                experimentIds(request),
                request.text("filter"),
                request.texts("order_by"),
                view(request, "run_view_type"),
                maxResults(request),
                pageToken(request)));
        write(response, "runs", page.nextPageToken(), page::writeArray);
    }

    @GetMapping("/experiments/search")
    @Requires(Role.VIEWER)
    void searchExperimentsByQuery(MlflowRequest request, HttpServletResponse response) throws IOException {
        searchExperiments(request, response);
    }

    @PostMapping("/experiments/search")
    @Requires(Role.VIEWER)
    void searchExperiments(MlflowRequest request, HttpServletResponse response) throws IOException {
        ExperimentPage page = experiments.search(new ExperimentSearchRequest(
                request.text("filter"),
                request.texts("order_by"),
                view(request, "view_type"),
                maxResults(request),
                pageToken(request)));
        write(response, "experiments", page.nextPageToken(), page::writeArray);
    }

    @PostMapping("/experiments/search-datasets")
    @Requires(Role.VIEWER)
    Datasets searchDatasets(MlflowRequest request) {
        List<String> asked = request.texts("experiment_ids");
        if (asked.isEmpty()) {
            throw MlflowException.invalid("SearchDatasets request must specify at least one experiment_id.");
        }
        if (asked.size() > MAX_EXPERIMENTS) {
            throw MlflowException.invalid("SearchDatasets request cannot specify more than " + MAX_EXPERIMENTS
                    + " experiment_ids. Received " + asked.size() + " experiment_ids.");
        }
        return new Datasets(experiments.datasets(experimentIds(request)).stream()
                .map(found ->
                        new Dataset(Long.toString(found.experiment()), found.name(), found.digest(), found.context()))
                .toList());
    }

    static List<Long> experimentIds(MlflowRequest request) {
        return request.texts("experiment_ids").stream()
                .map(TrackingFields::number)
                .toList();
    }

    private static int maxResults(MlflowRequest request) {
        long number = request.number("max_results", DEFAULT_MAX_RESULTS);
        return Math.clamp(number, Integer.MIN_VALUE, Integer.MAX_VALUE);
    }

    private static @Nullable String pageToken(MlflowRequest request) {
        String token = request.text("page_token");
        return token == null || token.isEmpty() ? null : token;
    }

    private static LifecycleView view(MlflowRequest request, String field) {
        String name = request.choice(field, "ACTIVE_ONLY", "DELETED_ONLY", "ALL");
        if (name == null) {
            return LifecycleView.ACTIVE_ONLY;
        }
        return LifecycleView.valueOf(name);
    }

    private static void write(
            HttpServletResponse response, String name, @Nullable String nextPageToken, JsonArray array)
            throws IOException {
        response.setContentType(MediaType.APPLICATION_JSON_VALUE);
        OutputStream out = response.getOutputStream();
        out.write(("{\"" + name + "\":").getBytes(StandardCharsets.US_ASCII));
        array.write(out);
        if (nextPageToken != null) {
            out.write((",\"next_page_token\":\"" + nextPageToken + "\"").getBytes(StandardCharsets.US_ASCII));
        }
        out.write('}');
    }

    @FunctionalInterface
    private interface JsonArray {
        void write(OutputStream out) throws IOException;
    }

    record Datasets(List<Dataset> datasetSummaries) {}

    record Dataset(
            String experimentId,
            String name,
            String digest,
            @Nullable String context) {}
}
