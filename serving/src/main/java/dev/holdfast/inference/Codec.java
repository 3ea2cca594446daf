package dev.holdfast.inference;

import dev.holdfast.release.ActiveRelease;

/** The form in which a request comes and its answer goes: bytes to tensors to bytes. Knows no transport. */
public abstract class Codec {
    private static final Codec ALL_JSON = new OpenInferenceJson(OpenInferenceJson.ALL);
    private static final Codec PROTOBUF = new Protobuf();
    private static final Codec SCORING = new Scoring(false);
    private static final Codec SCORING_CSV = new Scoring(true);
    private static final Codec NAMED_ROWS = new NamedRows();

    Codec() {}

    /** Reads a body, which is kept and not copied; a problem, malformed or invalid, says what is wrong and where. */
    abstract InferenceRequest read(byte[] body, ActiveRelease active);

    abstract AnswerBody write(InferenceAnswer answer);

    /** The Open Inference Protocol over HTTP, a body of JSON. */
    public static Codec openInference() {
        return ALL_JSON;
    }

    /**
     * The Open Inference Protocol over HTTP with raw tensors behind the JSON.
     *
     * @param jsonLength bytes of the body that are JSON; 0: all of it is one raw tensor
     */
    public static Codec openInference(int jsonLength) {
        return new OpenInferenceJson(jsonLength);
    }

    /** The Open Inference Protocol's messages for gRPC. */
    public static Codec protobuf() {
        return PROTOBUF;
    }

    /** Rows of named columns. */
    public static Codec namedRows() {
        return NAMED_ROWS;
    }

    /** MLflow's scoring protocol, a body of JSON. */
    public static Codec scoring() {
        return SCORING;
    }

    /** MLflow's scoring protocol, a body of CSV. */
    public static Codec scoringCsv() {
        return SCORING_CSV;
    }

    private static final class OpenInferenceJson extends Codec {
        private static final int ALL = -1;
        private final int jsonLength;

        private OpenInferenceJson(int jsonLength) {
            this.jsonLength = jsonLength;
        }

        @Override
        InferenceRequest read(byte[] body, ActiveRelease active) {
            if (jsonLength == 0) {
                return OpenInferenceReader.readRaw(body, active.version().signature());
            }
            return jsonLength == ALL ? OpenInferenceReader.read(body) : OpenInferenceReader.read(body, jsonLength);
        }

        @Override
        AnswerBody write(InferenceAnswer answer) {
            return OpenInferenceWriter.write(answer);
        }
    }

    private static final class Protobuf extends Codec {
        @Override
        InferenceRequest read(byte[] body, ActiveRelease active) {
            return ModelInferReader.read(body);
        }

        @Override
        AnswerBody write(InferenceAnswer answer) {
            return ModelInferWriter.write(answer);
        }
    }

    private static final class NamedRows extends Codec {
        @Override
        InferenceRequest read(byte[] body, ActiveRelease active) {
            return NamedRowsReader.read(body, active.release().deployment(), active.version());
        }

        @Override
        AnswerBody write(InferenceAnswer answer) {
            return NamedRowsWriter.write(answer);
        }
    }

    private static final class Scoring extends Codec {
        private final boolean csv;

        private Scoring(boolean csv) {
            this.csv = csv;
        }

        @Override
        InferenceRequest read(byte[] body, ActiveRelease active) {
            String deployment = active.release().deployment();
            ScoringRequest request = csv
                    ? ScoringRequest.table(ScoringCsv.read(body, deployment, active.version()))
                    : ScoringReader.read(body, deployment, active.version());
            RequestedOutputs outputs = RequestedOutputs.all();
            outputs.byRows(request.isTable());
            return new InferenceRequest(null, request.inputs(), outputs);
        }

        @Override
        AnswerBody write(InferenceAnswer answer) {
            return ScoringWriter.write(answer, answer.request().outputs().areByRows());
        }
    }
}
