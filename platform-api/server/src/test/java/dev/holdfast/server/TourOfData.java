package dev.holdfast.server;

import dev.holdfast.testkit.TinyOnnx;
import java.util.List;
import java.util.Random;
import tools.jackson.databind.JsonNode;

/** What goes in: datasets, runs, models. */
final class TourOfData {
    private static final int ROWS = 400;

    private final ApiRecorder api;

    TourOfData(ApiRecorder api) {
        this.api = api;
    }

    void datasets() {
        String first = rows(ROWS, 1, 1);
        String path = "payments";
        api.text("registerDatasetVersion", "text/csv", first, "name", path, "source", "billing export");
        api.text("registerDatasetVersion", "text/csv", first, "name", path);
        api.text("registerDatasetVersion", "text/csv", rows(ROWS, 2, 1.5), "name", path);
        api.call("listDatasets", "max_results", "10");
        api.call("getDataset", "name", path);
        api.json("updateDataset", "{\"description\": \"Payments and what became of them.\"}", "name", path);
        api.call("listDatasetVersions", "name", path);
        api.call("getDatasetVersion", "name", path, "version", "latest");
        api.call("getDatasetProfile", "name", path, "version", "1");
        api.call("previewDatasetRows", "name", path, "version", "1", "max_results", "2");
        api.call("downloadDatasetFile", "name", path, "version", "1");
        api.call("diffDatasetVersions", "name", path, "from", "1", "to", "2");
    }

    void runs() {
        api.json("createExperiment", "{\"name\": \"disputes\", \"tags\": {\"team\": \"risk\"}}");
        api.json("createExperiment", "{\"name\": \"archive\"}");
        api.call("listExperiments");
        api.call("getExperiment", "name", "disputes");
        String digest = api.call("getDatasetVersion", "name", "payments", "version", "1")
                .path("digest")
                .asString();
        String run = startRun("by hand");
        api.json("logParams", "{\"params\": {\"depth\": \"4\"}}", "id", run);
        api.json(
                "logMetrics",
                "{\"metrics\": [{\"key\": \"loss\", \"value\": 0.41, \"step\": 1}, {\"key\": \"loss\", \"value\": 0.32, \"step\": 2}]}",
                "id",
                run);
        api.json("setRunTags", "{\"tags\": {\"stage\": \"trial\"}}", "id", run);
        api.json(
                "logRunInput",
                "{\"name\": \"payments\", \"version\": 1, \"digest\": \"" + digest + "\", \"context\": \"training\"}",
                "id",
                run);
        api.call("getMetricHistory", "id", run, "key", "loss");
        api.call("getMetricCurves", "run_id", run, "key", "loss");
        api.json("changeRun", "{\"status\": \"finished\"}", "id", run);
        api.call("getRun", "id", run);
        api.call("searchRuns", "experiment", "disputes", "filter", "metrics.loss < 0.4");
        api.call("listRuns", "name", "disputes");
        api.json("moveRun", "{\"experiment\": \"archive\", \"reason\": \"done\"}", "id", run);

        String gone = startRun("a mistake");
        api.plain("POST", "/api/2.0/mlflow/runs/delete", "{\"run_id\": \"" + gone + "\"}");
        api.json("purgeRun", "{\"reason\": \"held personal data\"}", "id", gone);
        String number = api.call("getExperiment", "name", "archive").path("id").asString();
        api.plain("POST", "/api/2.0/mlflow/experiments/delete", "{\"experiment_id\": \"" + number + "\"}");
        api.json("purgeExperiment", "{\"reason\": \"no longer needed\"}", "number", number);
        api.json("purgeDeleted", "{\"older_than_ms\": 2592000000, \"reason\": \"a month has passed\"}");
        api.call("collectGarbage");
    }

    private String startRun(String name) {
        return api.json("startRun", "{\"experiment\": \"disputes\", \"name\": \"" + name + "\"}")
                .path("run_id")
                .asString();
    }

    void models() {
        String name = "elsewhere";
        api.json("createModel", "{\"name\": \"elsewhere\", \"description\": \"Trained in a notebook.\"}");
        JsonNode first = api.upload(
                "registerModelVersion",
                TinyOnnx.classifier(List.of("amount", "distance_km"), List.of("no", "yes"), 0.1),
                "{\"description\": \"from the notebook\", \"label\": \"disputed\", \"classes\": [\"no\", \"yes\"], \"metrics\": {\"auc\": 0.93}}",
                "name",
                name);
        api.upload(
                "registerModelVersion",
                TinyOnnx.classifier(List.of("amount", "distance_km"), List.of("no", "yes"), 0.2),
                "{}",
                "name",
                name);
        String version = first.path("version").asString();
        api.call("listModels");
        api.call("getModel", "name", name);
        api.json("changeModel", "{\"tags\": {\"team\": \"risk\"}}", "name", name);
        api.json("setModelAlias", "{\"version\": 1}", "name", name, "alias", "candidate");
        api.call("getModelVersionByAlias", "name", name, "alias", "candidate");
        api.call("deleteModelAlias", "name", name, "alias", "candidate");
        api.call("listModelVersions", "name", name, "filter", "version_number > 0");
        api.call("getModelVersion", "name", name, "version", version);
        api.json(
                "changeModelVersion",
                "{\"description\": \"Good enough to compare with.\"}",
                "name",
                name,
                "version",
                version);
        api.json("setModelVersionStage", "{\"stage\": \"staging\"}", "name", name, "version", version);
        api.call("getModelVersionLineage", "name", name, "version", version);
        api.json("renameModel", "{\"new_name\": \"from_a_notebook\"}", "name", name);
        api.call("deleteModelVersion", "name", "from_a_notebook", "version", "2");
        api.call("deleteModel", "name", "from_a_notebook");
    }

    /** The dearer and the farther away, the more are disputed. */
    static String rows(int count, long seed, double dearer) {
        Random random = new Random(seed);
        StringBuilder text = new StringBuilder("id,amount,distance_km,merchant,disputed\n");
        for (int row = 0; row < count; row++) {
            long amount = Math.round(random.nextDouble() * 200 * dearer);
            long distance = Math.round(random.nextDouble() * 50);
            boolean gifts = random.nextInt(3) == 0;
            boolean disputed = amount + 2 * distance + (gifts ? 40 : 0) + 20 * random.nextGaussian() > 170;
            text.append(row)
                    .append(',')
                    .append(amount)
                    .append(',')
                    .append(distance)
                    .append(',')
                    .append(gifts ? "gift_cards" : "groceries")
                    .append(',')
                    .append(disputed ? "yes" : "no")
                    .append('\n');
        }
        return text.toString();
    }
}
