package dev.holdfast.server;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

/** The loop: train, release, predict, label, drift, share, roll back, and predict a whole dataset. */
final class TourOfServing {
    private static final String NAME = "payments";
    private static final String DEFINITION = """
            description: Trains on the payments, and releases what is good enough.
            inputs:
              rows: {dataset: payments}
            steps:
              - name: fit
                kind: train
                data: rows
                label: disputed
                algorithm: gradient_boosted_trees
                holdout: {share: 0.2, order_by: id}
                seed: 7
                params: {rounds: 20, max_depth: 3}
              - {name: score, kind: evaluate, model: fit.model, data: fit.holdout}
              - {name: check, kind: gate, evaluation: score, thresholds: {accuracy: {min: 0.6}}}
              - {name: publish, kind: register, model: fit.model, as: payments, gate: check, aliases: [champion]}
              - {name: ship, kind: deploy, deployment: payments, version: publish.version}
            """;
    private static final int WINDOW = 50;

    private final ApiRecorder api;

    TourOfServing(ApiRecorder api) {
        this.api = api;
    }

    void trainAndRelease() {
        String settings =
                "{\"description\": \"Will this payment be disputed?\", \"monitoring\": {\"window_rows\": 50, \"min_window_age_ms\": 0}}";
        api.json("putDeployment", settings, "name", NAME);
        api.json("putDeployment", settings, "name", NAME);
        api.text("putPipeline", "application/yaml", DEFINITION, "name", NAME);
        api.text("putPipeline", "application/yaml", DEFINITION, "name", NAME);
        api.call("listPipelines");
        api.call("getPipeline", "name", NAME);
        api.call("listPipelineVersions", "name", NAME);
        api.call("getPipelineVersion", "name", NAME, "version", "1");
        String run = api.json("startPipelineRun", "{\"reason\": \"first model\"}", "name", NAME, "wait", "120")
                .path("id")
                .asString();
        api.call("getPipelineRun", "name", NAME, "id", run, "wait", "60");
        api.call("getStepLogs", "name", NAME, "id", run, "step", "fit");
        String again = api.json(
                        "rerunPipelineRun",
                        "{\"from\": \"publish\", \"reason\": \"once more\"}",
                        "name",
                        NAME,
                        "id",
                        run)
                .path("id")
                .asString();
        api.call("getPipelineRun", "name", NAME, "id", again, "wait", "60");
        String stopped = api.json("startPipelineRun", "{\"cache\": false}", "name", NAME)
                .path("id")
                .asString();
        api.json("cancelPipelineRun", "{\"reason\": \"wrong rows\"}", "name", NAME, "id", stopped);
        api.call("listPipelineRuns", "name", NAME, "max_results", "1");
        api.json(
                "createRelease",
                "{\"model\": \"payments\", \"version\": 1, \"reason\": \"compared by hand\"}",
                "name",
                NAME);
        api.call("downloadModelVersion", "name", NAME, "version", "1");
    }

    void predict() {
        JsonNode answer = predict(rows(0, 2, 1));
        api.json(
                "sendLabels",
                "{\"labels\": [{\"prediction_id\": \""
                        + answer.path("prediction_id").asString() + "\", \"row\": 0, \"label\": \"no\"}]}",
                "name",
                NAME);
        for (int window = 0; window < 3; window++) {
            predict(rows(window * WINDOW, WINDOW, 30));
        }
        api.call("getDrift", "name", NAME, "settled", "true");
        api.call("listDriftEvents", "name", NAME, "settled", "true", "max_results", "1");
        api.call("listWindows", "name", NAME, "settled", "true", "max_results", "1");
        api.call("getPerformance", "name", NAME, "settled", "true");
        api.call("getDeploymentRequests", "name", NAME, "minutes", "5");
        api.call("listFailures", "name", NAME);
        api.call("listPredictionLogDays", "name", NAME);
    }

    private JsonNode predict(String rows) {
        return api.json("predict", "{\"rows\": [" + rows + "]}", "name", NAME);
    }

    private static String rows(int from, int count, int dearer) {
        return IntStream.range(from, from + count)
                .mapToObj(row -> "{\"amount\": " + dearer * (row % 200) + ", \"distance_km\": " + row % 50
                        + ", \"merchant\": \"groceries\"}")
                .collect(Collectors.joining(", "));
    }

    void share() {
        api.json(
                "putTraffic",
                "{\"arms\": [{\"name\": \"canary\", \"release\": 2, \"weight\": 0.2}], \"reason\": \"a fifth of the requests\"}",
                "name",
                NAME);
        api.call("getTraffic", "name", NAME);
        api.call("getPromotion", "name", NAME);
        api.call("deleteTraffic", "name", NAME, "reason", "enough seen");
        api.json("putTraffic", "{\"shadow\": {\"release\": 2, \"sample\": 1}}", "name", NAME);
        api.call("getShadow", "name", NAME, "settled", "true");
        api.json("promoteArm", "{\"arm\": \"shadow\", \"reason\": \"it agrees\"}", "name", NAME);
        api.json("rollbackDeployment", "{\"reason\": \"complaints from support\"}", "name", NAME);
        api.json("pinDeployment", "{\"reason\": \"until the report is out\"}", "name", NAME);
        api.call("unpinDeployment", "name", NAME, "reason", "the report is out");
        api.call("listDeployments");
        api.call("getDeployment", "name", NAME);
        api.call("getDeploymentAt", "name", NAME);
        api.call("listReleases", "name", NAME, "max_results", "1");
        api.call("getRelease", "name", NAME, "number", "1");
        api.call("listDeploymentHistory", "name", NAME, "max_results", "1");
    }

    void predictADataset() {
        String job =
                "{\"deployment\": \"payments\", \"dataset\": \"payments\", \"version\": \"1\", \"columns\": [\"id\"]";
        String id =
                api.json("startBatchJob", job + "}", "wait", "60").path("id").asString();
        api.call("getBatchJob", "id", id);
        api.call("listBatchJobs", "deployment", NAME, "max_results", "1");
        String stopped = api.json("startBatchJob", job + ", \"chunk_rows\": 1}")
                .path("id")
                .asString();
        api.json("cancelBatchJob", "{\"reason\": \"wrong month\"}", "id", stopped);
        api.json("retryBatchJob", "{\"reason\": \"the right one after all\"}", "id", stopped);
    }
}
