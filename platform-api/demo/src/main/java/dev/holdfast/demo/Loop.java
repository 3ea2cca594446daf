package dev.holdfast.demo;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The loop on one dataset: each method is a step of it, in the order in which {@link Demo} calls them. */
final class Loop {
    /** The first model sees these rows at most, and this share at most: there must be a future for it to meet. */
    private static final int FIRST_ROWS = 5_000;

    private static final double FIRST_SHARE = 0.4;

    private static final int LEAST_ROWS = 2_000;
    private static final int WINDOW_ROWS = 500;
    private static final int TRAINING_ROWS = 2_500;
    private static final int ROWS_AFTER_RETRAINING = 2_000;
    private static final int ATTEMPTS = 10;
    private static final Duration PACE_WHILE_TRAINING = Duration.ofMillis(200);

    private final Api api;
    private final Terminal terminal;
    private final String name;
    private final Rows rows;
    private final Summary summary = new Summary();
    private final int firstRows;

    private int position;

    Loop(Api api, Terminal terminal, String name, Rows rows) {
        if (rows.size() < LEAST_ROWS) {
            throw new DemoFailure("The data has " + rows.size() + " rows; the demo needs " + LEAST_ROWS
                    + " at least: some to train on, and some to meet later.");
        }
        this.api = api;
        this.terminal = terminal;
        this.name = name;
        this.rows = rows;
        this.firstRows = Math.min(FIRST_ROWS, (int) (rows.size() * FIRST_SHARE));
        this.position = firstRows;
    }

    Task register(Path folder, String label) {
        terminal.step("Register the first " + firstRows + " rows as a dataset version");
        Path file = rows.write(0, firstRows, folder.resolve(name + ".csv"));
        JsonNode version = api.upload("/api/v1/datasets/" + name + "/versions", "text/csv", file);
        String digest = version.path("digest").asString();
        terminal.detail(name + " version " + version.path("version").asInt() + ": "
                + version.path("rows").asLong() + " rows, "
                + version.path("columns").size() + " columns, " + shorten(digest));
        summary.add("dataset", name + " version " + version.path("version").asInt() + ", " + digest);
        return Task.of(
                label,
                api.get("/api/v1/datasets/" + name + "/versions/"
                        + version.path("version").asInt() + "/profile"));
    }

    /** Trains, validates, registers and releases the first version. */
    void trainAndRelease(Task task, @Nullable String time) {
        terminal.step("Train, validate against held-out rows, register and release: pipeline " + name);
        ObjectNode deployment = api.json().createObjectNode();
        deployment.put("description", "Made by the demo");
        // A recording is played much faster than it happened: every window counts, however young.
        deployment.putObject("monitoring").put("window_rows", WINDOW_ROWS).put("min_window_age_ms", 0);
        api.put("/api/v1/deployments/" + name, deployment);
        api.putYaml("/api/v1/pipelines/" + name, Pipeline.yaml(name, task, time, TRAINING_ROWS));
        JsonNode run = api.post("/api/v1/pipelines/" + name + "/runs?wait=600", reason("first model"));
        describe(run);
        if (!succeeded(run)) {
            throw new DemoFailure("The first model did not pass: " + failure(run));
        }
        Serving serving = serving();
        terminal.detail(serving.describe());
        summary.add("first release", serving.describe());
    }

    Traffic traffic(Task task) {
        return new Traffic(api, name, rows, rows.column("--label", task.label()));
    }

    /** Sends traffic until drift is raised; false where the data ends before. */
    boolean streamUntilDrift(Traffic traffic, Task task) {
        terminal.step("Send live traffic, with labels " + Traffic.LABEL_DELAY + " rows late");
        Score score = task.score();
        while (position < rows.size()) {
            int to = Math.min(rows.size(), position + WINDOW_ROWS);
            traffic.stream(position, to, score);
            position = to;
            JsonNode drift = latestDrift();
            terminal.detail(String.format(
                    Locale.ROOT,
                    "%,7d rows predicted, %s%s",
                    position - firstRows,
                    score,
                    drift == null ? "" : ", drift"));
            if (drift != null) {
                report(drift);
                summary.add("accuracy before", score + " until drift was raised");
                return true;
            }
        }
        summary.add("drift", "none in " + (rows.size() - firstRows) + " rows");
        return false;
    }

    /** Waits for the run that the drift started, and starts others on later rows while the gate refuses. */
    void retrain(Traffic traffic, Task task) {
        terminal.step("Retrain on the newest labelled rows, gate against the incumbent: started by the drift itself");
        Score meanwhile = task.score();
        JsonNode run = waitWhileServing(newestRun(), traffic, meanwhile);
        for (int attempt = 1; !succeeded(run); attempt++) {
            describe(run);
            if (attempt == ATTEMPTS || rows.size() - position < WINDOW_ROWS) {
                throw new DemoFailure("No retrained version passed its gate: " + failure(run));
            }
            terminal.detail("Refused: " + failure(run));
            terminal.detail("Once more, with later rows.");
            int to = Math.min(rows.size(), position + WINDOW_ROWS);
            traffic.stream(position, to, meanwhile);
            position = to;
            run = waitWhileServing(nextRun(run), traffic, meanwhile);
        }
        describe(run);
        Serving serving = serving();
        terminal.detail(serving.describe());
        summary.add("second release", serving.describe());
        summary.add("accuracy meanwhile", meanwhile + ", the first version still serving");
        gateFigures(serving);
    }

    void streamAfterRetraining(Traffic traffic, Task task) {
        terminal.step("Go on with the traffic");
        Score score = task.score();
        int to = Math.min(rows.size(), position + ROWS_AFTER_RETRAINING);
        traffic.stream(position, to, score);
        position = to;
        terminal.detail(score.toString());
        summary.add("accuracy after", score + ", the retrained version");
    }

    void rollBack(Traffic traffic) {
        terminal.step("Roll back in one call, while traffic runs");
        // Drift may have started another run meanwhile; its release must not fall between the two looks at what serves.
        latestDrift();
        api.get("/api/v1/pipelines/" + name + "/runs/"
                + runs(1).get(0).path("id").asString() + "?wait=600");
        Serving before = serving();
        RollbackUnderLoad.Result result = new RollbackUnderLoad(api, traffic, name, rows.size() - Traffic.BATCH).run();
        Serving after = serving();
        terminal.detail(String.format(
                Locale.ROOT,
                "from %s to %s; the call took %.0f ms, the flip itself %.1f ms; %,d requests around it, %d failed",
                before.version(),
                after.version(),
                result.callMs(),
                result.flipMs(),
                result.requests(),
                result.failed()));
        terminal.detail(after.describe());
        summary.add(
                "rollback",
                String.format(
                        Locale.ROOT,
                        "version %s to version %s at %s, call %.0f ms, flip %.1f ms",
                        before.version(),
                        after.version(),
                        result.at(),
                        result.callMs(),
                        result.flipMs()));
        summary.add("serving now", after.describe());
    }

    Summary summary() {
        return summary;
    }

    /**
     * The newest drift event, once everything that was sent has been counted; null where there is none. Accuracy may fall with the inputs: then
     * the inputs' event, which names those that changed.
     */
    private @Nullable JsonNode latestDrift() {
        api.get("/api/v1/deployments/" + name + "/drift?settled=true");
        JsonNode events = api.get("/api/v1/deployments/" + name + "/drift-events?max_results=10")
                .path("items");
        for (JsonNode event : events) {
            if (event.path("kind").asString().equals("input")) {
                return event;
            }
        }
        return events.get(0);
    }

    private void report(JsonNode drift) {
        String features = drift.path("features")
                .valueStream()
                .map(feature -> String.format(
                        Locale.ROOT,
                        "%s (%s %.3f, threshold %.3f)",
                        feature.path("name").asString(),
                        feature.path("method").asString(),
                        feature.path("score").asDouble(),
                        feature.path("threshold").asDouble()))
                .collect(Collectors.joining(", "));
        long row = firstRows + drift.path("rows_seen").asLong();
        String what = String.format(
                Locale.ROOT,
                "%s drift at row %,d of the data: %s",
                drift.path("kind").asString(),
                row,
                features);
        terminal.detail(what);
        summary.add("drift", what);
    }

    private JsonNode newestRun() {
        for (int tries = 0; tries < 100; tries++) {
            JsonNode run = runs(1).get(0);
            if (run != null && run.path("cause").path("kind").asString().equals("drift")) {
                return run;
            }
            LockSupport.parkNanos(PACE_WHILE_TRAINING.toNanos());
        }
        throw new DemoFailure("Drift was raised, but no run of pipeline " + name + " was started by it.");
    }

    /** The run that further drift has started by now, or else one that is started here. */
    private JsonNode nextRun(JsonNode last) {
        latestDrift();
        JsonNode newest = runs(1).get(0);
        return newest.path("id").equals(last.path("id"))
                ? api.post(
                        "/api/v1/pipelines/" + name + "/runs",
                        reason("more labelled rows since the last one was refused"))
                : newest;
    }

    private JsonNode runs(int most) {
        return api.get("/api/v1/pipelines/" + name + "/runs?max_results=" + most)
                .path("items");
    }

    /** Goes on with the traffic, slowly, until the run ends. */
    private JsonNode waitWhileServing(JsonNode started, Traffic traffic, Score score) {
        String path =
                "/api/v1/pipelines/" + name + "/runs/" + started.path("id").asString();
        JsonNode run = api.get(path);
        while (run.path("state").asString().equals("pending")
                || run.path("state").asString().equals("running")) {
            int to = Math.min(rows.size() - ROWS_AFTER_RETRAINING, position + Traffic.BATCH);
            if (to > position) {
                traffic.stream(position, to, score);
                position = to;
            }
            LockSupport.parkNanos(PACE_WHILE_TRAINING.toNanos());
            run = api.get(path);
        }
        return run;
    }

    private void describe(JsonNode run) {
        for (JsonNode step : run.path("steps")) {
            terminal.detail(String.format(
                    Locale.ROOT,
                    "%-10s %-9s %5.1f s",
                    step.path("name").asString(),
                    step.path("state").asString(),
                    step.path("duration_ms").asLong() / 1000.0));
        }
    }

    private void gateFigures(Serving serving) {
        for (JsonNode check : serving.model().path("gate").path("checks")) {
            if (check.has("incumbent")) {
                summary.add(
                        "gate",
                        String.format(
                                Locale.ROOT,
                                "%s on the same held-out rows: candidate %.3f, incumbent (version %s) %.3f",
                                check.path("metric").asString(),
                                check.path("value").asDouble(),
                                check.path("incumbent_version").asString(),
                                check.path("incumbent").asDouble()));
            }
        }
    }

    private static boolean succeeded(JsonNode run) {
        return run.path("state").asString().equals("succeeded");
    }

    private static String failure(JsonNode run) {
        return run.path("error").path("message").asString(run.path("error").toString());
    }

    private ObjectNode reason(String text) {
        return api.json().createObjectNode().put("reason", text);
    }

    private Serving serving() {
        JsonNode release = api.get("/api/v1/deployments/" + name).path("current");
        return new Serving(
                release,
                api.get("/api/v1/models/" + release.path("model").asString() + "/versions/"
                        + release.path("model_version").asInt()));
    }

    /** What a deployment serves now. */
    private record Serving(JsonNode release, JsonNode model) {
        String version() {
            return model.path("version").asString();
        }

        String describe() {
            return "release " + release.path("number").asInt() + " serves "
                    + model.path("model").asString() + " version " + version() + ", "
                    + shorten(model.path("digest").asString());
        }
    }

    private static String shorten(String digest) {
        return digest.substring(0, Math.min(digest.length(), "sha256:".length() + 12)) + "…";
    }
}
