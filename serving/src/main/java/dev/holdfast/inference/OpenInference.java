package dev.holdfast.inference;

import dev.holdfast.kernel.ProblemException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Names and choices of the Open Inference Protocol that several transports share. */
public final class OpenInference {
    /** The header that says how many bytes of a body are JSON, where raw tensors follow; 0 means that all is one raw tensor. */
    public static final String JSON_LENGTH = "Inference-Header-Content-Length";

    /** The header with the id that the truth is sent by later. */
    public static final String PREDICTION_ID = "X-Prediction-Id";

    /** The header with the number of the release that answered. */
    public static final String RELEASE = "X-Release";

    /** The header with the arm of the traffic policy that answered. */
    public static final String ARM = "X-Arm";

    /** The header with the version of the model that answered. */
    public static final String MODEL_VERSION = "X-Model-Version";

    /** The header with the trace that the request belongs to. */
    public static final String TRACE_ID = "X-Trace-Id";

    /** The extensions that are there, by the names that the protocol's makers gave them. */
    static final List<String> EXTENSIONS =
            List.of("binary_tensor_data", "model_repository", "model_configuration", "statistics");

    private static final int WORTH_COMPRESSING = 1024;

    private OpenInference() {}

    /**
     * The form of a body.
     *
     * @param jsonLength what the header {@link #JSON_LENGTH} says; absent: nothing
     */
    public static Codec codec(@Nullable String jsonLength) {
        if (jsonLength == null) {
            return Codec.openInference();
        }
        try {
            return Codec.openInference(Integer.parseUnsignedInt(jsonLength.strip()));
        } catch (NumberFormatException e) {
            throw ProblemException.malformed(JSON_LENGTH, jsonLength, "must be a number of bytes.");
        }
    }

    /** How an answer goes to a caller who accepts these codings: short ones as they are. */
    public static ContentCoding coding(@Nullable String acceptEncoding, AnswerBody body) {
        return body.length() < WORTH_COMPRESSING ? ContentCoding.IDENTITY : ContentCoding.accepted(acceptEncoding);
    }
}
