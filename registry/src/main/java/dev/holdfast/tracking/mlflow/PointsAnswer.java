package dev.holdfast.tracking.mlflow;

import dev.holdfast.mlflow.JsonBytes;
import dev.holdfast.tracking.PointSink;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;

/** Writes points as they come: {@code {"metrics": [{"key", "value", "timestamp", "step", "run_id"}], "next_page_token"}}. */
final class PointsAnswer implements PointSink {
    private static final int FLUSH = 1 << 16;
    private static final byte[] COMMA = ascii(",");
    private static final byte[] TIMESTAMP = ascii(",\"timestamp\":");
    private static final byte[] STEP = ascii(",\"step\":");

    private final HttpServletResponse response;
    private final JsonBytes json = new JsonBytes(FLUSH + 1024);
    private byte[] beforeValue = {};
    private byte[] afterStep = {};
    private long points;

    /** Nothing is sent before there is much to send: until then a failure can still be told. */
    PointsAnswer(HttpServletResponse response) {
        this.response = response;
        json.raw("{\"metrics\":[");
    }

    /** Whose points come next; the run is told only where there may be several. */
    void of(String key, @Nullable String run) {
        beforeValue =
                new JsonBytes(64).raw("{\"key\":").text(key).raw(",\"value\":").toByteArray();
        afterStep = run == null
                ? ascii("}")
                : new JsonBytes(64).raw(",\"run_id\":").text(run).raw("}").toByteArray();
    }

    long points() {
        return points;
    }

    @Override
    public void accept(long timestampMs, long step, double value) {
        if (points++ > 0) {
            json.raw(COMMA);
        }
        json.raw(beforeValue)
                .number(value)
                .raw(TIMESTAMP)
                .number(timestampMs)
                .raw(STEP)
                .number(step)
                .raw(afterStep);
        if (json.size() >= FLUSH) {
            flush();
        }
    }

    void end(@Nullable String nextPageToken) throws IOException {
        json.raw("]");
        if (nextPageToken != null) {
            json.raw(",\"next_page_token\":").text(nextPageToken);
        }
        json.raw("}");
        response.setContentType(MediaType.APPLICATION_JSON_VALUE);
        json.drainTo(response.getOutputStream());
    }

    private void flush() {
        response.setContentType(MediaType.APPLICATION_JSON_VALUE);
        try {
            json.drainTo(response.getOutputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
