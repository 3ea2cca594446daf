package dev.holdfast.inference;

import dev.holdfast.kernel.FieldError;
import dev.holdfast.kernel.ProblemException;
import dev.holdfast.kernel.ProblemType;
import java.util.stream.Collectors;

/** A failure as the Open Inference Protocol shows it over HTTP: a status and {@code {"error": text}}. */
public record OpenInferenceFailure(String error) {
    private static final int MAX_ERRORS = 10;
    private static final int BAD_REQUEST = 400;

    public static OpenInferenceFailure of(ProblemException problem) {
        return new OpenInferenceFailure(text(problem));
    }

    /** The HTTP status. The protocol knows no difference between what can't be read and what can't be right. */
    public static int status(ProblemException problem) {
        return problem.type() == ProblemType.INVALID
                ? BAD_REQUEST
                : problem.type().status();
    }

    /** What went wrong, in one line; the first words are those that some clients look for. */
    static String text(ProblemException problem) {
        if (problem.type() == ProblemType.NOT_FOUND) {
            return "Request for unknown model: " + problem.detail();
        }
        if (problem.errors().size() < 2) {
            return problem.detail();
        }
        return problem.errors().stream()
                .limit(MAX_ERRORS)
                .map(OpenInferenceFailure::text)
                .collect(Collectors.joining(" "));
    }

    private static String text(FieldError error) {
        return error.field() + ": " + error.message();
    }

    /** The whole body. */
    public byte[] json() {
        return new JsonOutput(error.length() + 64)
                .beginObject()
                .field("error", error)
                .endObject()
                .toByteArray();
    }
}
