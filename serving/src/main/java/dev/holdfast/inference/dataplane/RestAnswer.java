package dev.holdfast.inference.dataplane;

import dev.holdfast.inference.ContentCoding;
import dev.holdfast.inference.EncodedAnswer;
import dev.holdfast.inference.OpenInferenceFailure;
import dev.holdfast.kernel.ProblemException;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An answer over HTTP before it is written.
 *
 * @param body its parts, one behind the other
 * @param prediction what the headers tell of it; absent where it is none
 * @param coding how the parts are compressed
 * @param retryAfterSeconds -1: not told
 */
record RestAnswer(
        int status,
        String contentType,
        List<ByteBuffer> body,
        @Nullable EncodedAnswer prediction,
        ContentCoding coding,
        long retryAfterSeconds) {
    private static final String JSON = "application/json";

    static RestAnswer json(int status, byte[] json) {
        return new RestAnswer(status, JSON, List.of(ByteBuffer.wrap(json)), null, ContentCoding.IDENTITY, -1);
    }

    static RestAnswer failure(ProblemException problem) {
        return new RestAnswer(
                OpenInferenceFailure.status(problem),
                JSON,
                List.of(ByteBuffer.wrap(OpenInferenceFailure.of(problem).json())),
                null,
                ContentCoding.IDENTITY,
                problem.retryAfter().map(after -> after.toSeconds()).orElse(-1L));
    }
}
