package dev.holdfast.demo;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * An application that asks the deployment for predictions, row after row in time order, and learns the truth later.
 * Not thread-safe, but for the counts.
 */
final class Traffic {
    static final int BATCH = 50;
    /** Labels reach the server this many rows after the prediction they belong to. */
    static final int LABEL_DELAY = 50;

    private final Api api;
    private final String deployment;
    private final Rows rows;
    private final int label;
    private final List<Input> inputs = new ArrayList<>();
    private final Deque<Batch> unlabelled = new ArrayDeque<>();
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private final AtomicReference<String> firstFailure = new AtomicReference<>("");

    private record Input(String name, String datatype, int column) {}

    /** What the server answered for some rows. */
    record Batch(String predictionId, int from, int to, String modelVersion, List<String> predictions) {}

    Traffic(Api api, String deployment, Rows rows, int label) {
        this.api = api;
        this.deployment = deployment;
        this.rows = rows;
        this.label = label;
        for (JsonNode input : api.get("/v2/models/" + deployment).path("inputs")) {
            String name = input.path("name").asString();
            inputs.add(new Input(name, input.path("datatype").asString(), rows.column("the model's input", name)));
        }
    }

    long sent() {
        return sent.get();
    }

    long failed() {
        return failed.get();
    }

    String firstFailure() {
        return firstFailure.get();
    }

    /** Predicts the rows from {@code from} to {@code to}, scores them and sends the labels that have come by now. */
    void stream(int from, int to, Score score) {
        for (int start = from; start < to; start += BATCH) {
            Batch batch = predict(start, Math.min(to, start + BATCH));
            for (int row = batch.from();
                    row < batch.to() && !batch.predictions().isEmpty();
                    row++) {
                String truth = rows.value(row, label);
                if (!truth.isEmpty()) {
                    score.add(batch.predictions().get(row - batch.from()), truth);
                }
            }
            unlabelled.add(batch);
            while (unlabelled.getFirst().to() + LABEL_DELAY <= batch.to()) {
                sendLabels(unlabelled.removeFirst());
            }
        }
    }

    /** Asks for predictions; a failure is counted and gives an empty answer. */
    Batch predict(int from, int to) {
        sent.incrementAndGet();
        var response = api.answer("/v2/models/" + deployment + "/infer", body(from, to));
        if (response.statusCode() != 200) {
            if (failed.incrementAndGet() == 1) {
                firstFailure.set(response.statusCode() + " " + response.body());
            }
            return new Batch("", from, to, "", List.of());
        }
        JsonNode answer = api.parse(response.body());
        List<String> predictions = new ArrayList<>();
        for (JsonNode output : answer.path("outputs")) {
            String name = output.path("name").asString();
            if (name.equals("label") || name.equals("prediction")) {
                output.path("data").forEach(value -> predictions.add(value.asString()));
            }
        }
        return new Batch(
                answer.path("parameters").path("prediction_id").asString(),
                from,
                to,
                answer.path("model_version").asString(),
                predictions);
    }

    private ObjectNode body(int from, int to) {
        ObjectNode body = api.json().createObjectNode();
        ArrayNode tensors = body.putArray("inputs");
        for (Input input : inputs) {
            ObjectNode tensor = tensors.addObject();
            tensor.put("name", input.name()).put("datatype", input.datatype());
            tensor.putArray("shape").add(to - from).add(1);
            ArrayNode data = tensor.putArray("data");
            for (int row = from; row < to; row++) {
                String value = rows.value(row, input.column());
                if (input.datatype().equals("BYTES")) {
                    data.add(value);
                } else {
                    Rows.number(value).ifPresentOrElse(data::add, data::addNull);
                }
            }
        }
        return body;
    }

    private void sendLabels(Batch batch) {
        if (batch.predictionId().isEmpty()) {
            return;
        }
        ObjectNode body = api.json().createObjectNode();
        ArrayNode labels = body.putArray("labels");
        for (int row = batch.from(); row < batch.to(); row++) {
            String truth = rows.value(row, label);
            if (!truth.isEmpty()) {
                ObjectNode item = labels.addObject();
                item.put("prediction_id", batch.predictionId()).put("row", row - batch.from());
                Rows.number(truth).ifPresentOrElse(number -> item.put("label", number), () -> item.put("label", truth));
            }
        }
        api.post("/api/v1/deployments/" + deployment + "/labels", body);
    }
}
