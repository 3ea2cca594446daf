package dev.holdfast.inference;

import dev.holdfast.kernel.ProblemException;
import dev.holdfast.kernel.ProblemType;
import dev.holdfast.model.ModelVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Reads a request of MLflow's scoring protocol: a table by {@code dataframe_split} or {@code dataframe_records}, tensors by
 * {@code instances} or {@code inputs}. Values become what the model's inputs are: whole numbers are taken where reals are wanted.
 */
final class ScoringReader {
    private static final Set<String> FORMS =
            new TreeSet<>(Set.of("dataframe_records", "dataframe_split", "inputs", "instances"));
    private static final String NEEDED =
            "The input must be a JSON dictionary with exactly one of the input fields " + FORMS;

    private final JsonScanner json;
    private final String deployment;
    private final ModelVersion version;

    private ScoringReader(JsonScanner json, String deployment, ModelVersion version) {
        this.json = json;
        this.deployment = deployment;
        this.version = version;
    }

    static ScoringRequest read(byte[] body, String deployment, ModelVersion version) {
        JsonScanner json = new JsonScanner(body, 0, body.length);
        try {
            return new ScoringReader(json, deployment, version).read();
        } catch (MalformedJson e) {
            throw invalid("Ensure that input is a valid JSON formatted string. "
                    + e.problem(body).detail());
        } catch (BadValue e) {
            throw invalid(e.message() + ".");
        }
    }

    private ScoringRequest read() {
        if (json.peek() == '[') {
            json.skip();
            throw invalid(NEEDED + ". Received a list.");
        }
        List<String> found = new ArrayList<>();
        List<String> forms = new ArrayList<>();
        int at = -1;
        json.beginObject();
        while (json.nextField()) {
            found.add(json.field());
            if (FORMS.contains(json.field())) {
                forms.add(json.field());
                json.peek();
                at = json.position();
            } else if (json.field().equals("params")
                    && (json.atBracket() || !json.scalarText().equals("null"))) {
                throw invalid("params are not taken: a model in ONNX has none.");
            }
            json.skip();
        }
        json.end();
        if (forms.size() != 1) {
            throw new ProblemException(
                    ProblemType.MALFORMED_REQUEST, NEEDED + ". Received dictionary with input fields: " + found + ".");
        }
        json.seek(at);
        return switch (forms.getFirst()) {
            case "dataframe_split" -> ScoringRequest.table(TableReader.split(json, deployment, version));
            case "dataframe_records" -> ScoringRequest.table(TableReader.records(json, deployment, version));
            case "instances" -> ScoringRequest.tensors(ScoredTensors.instances(json, version));
            default -> ScoringRequest.tensors(ScoredTensors.inputs(json, version));
        };
    }

    /** MLflow's manner of refusing what was sent. */
    static ProblemException invalid(String message) {
        return new ProblemException(ProblemType.MALFORMED_REQUEST, "Invalid input. " + message);
    }
}
