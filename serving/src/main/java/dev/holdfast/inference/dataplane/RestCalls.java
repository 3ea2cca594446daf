package dev.holdfast.inference.dataplane;

import dev.holdfast.inference.Call;
import dev.holdfast.inference.ContentCoding;
import dev.holdfast.inference.EncodedAnswer;
import dev.holdfast.inference.Inference;
import dev.holdfast.inference.OpenInference;
import dev.holdfast.inference.ServedModels;
import dev.holdfast.inference.TraceContext;
import dev.holdfast.kernel.ProblemException;
import dev.holdfast.kernel.ProblemType;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** The Open Inference Protocol over HTTP, as far as applications need it; its repository is managed on the main port. */
final class RestCalls {
    private static final int OK = 200;
    private static final int NOT_READY = 503;

    private final Inference inference;
    private final ServedModels models;
    private final JsonMapper json;
    private final long maxBody;

    RestCalls(Inference inference, ServedModels models, JsonMapper json, long maxBody) {
        this.inference = inference;
        this.models = models;
        this.json = json;
        this.maxBody = maxBody;
    }

    /** Answers; fails with a problem. */
    CompletableFuture<RestAnswer> answer(RestPath path, RestCall call) {
        if (path.action() != RestPath.Action.INFER) {
            return CompletableFuture.completedFuture(told(path));
        }
        HttpHeaders headers = call.headers();
        byte[] body = ContentCoding.of(headers.get(HttpHeaderNames.CONTENT_ENCODING))
                .read(call.body().bytes(), maxBody);
        Call prediction = new Call(
                path.model(),
                path.version(),
                TraceContext.of(headers.get(TraceContext.HEADER)),
                call.deadline(),
                headers::get);
        CompletableFuture<EncodedAnswer> answer =
                inference.answer(prediction, OpenInference.codec(headers.get(OpenInference.JSON_LENGTH)), body);
        String accepted = headers.get(HttpHeaderNames.ACCEPT_ENCODING);
        return answer.thenApply(encoded -> predicted(encoded, accepted));
    }

    private static RestAnswer predicted(EncodedAnswer answer, @Nullable String accepted) {
        ContentCoding coding = OpenInference.coding(accepted, answer.body());
        List<ByteBuffer> parts;
        if (coding != ContentCoding.IDENTITY) {
            parts = List.of(ByteBuffer.wrap(coding.compress(answer.body())));
        } else if (answer.body().tensors().isEmpty()) {
            parts = List.of(ByteBuffer.wrap(answer.body().head()));
        } else {
            parts = new ArrayList<>();
            parts.add(ByteBuffer.wrap(answer.body().head()));
            parts.addAll(answer.body().tensors());
        }
        return new RestAnswer(OK, answer.body().contentType(), parts, answer, coding, -1);
    }

    private RestAnswer told(RestPath path) {
        return switch (path.action()) {
            case SERVER -> told(models.server());
            case LIVE -> told(Map.of("live", true, "ready", models.isReady()));
            case READY -> {
                boolean ready = models.isReady();
                yield RestAnswer.json(
                        ready ? OK : NOT_READY, json.writeValueAsBytes(Map.of("live", true, "ready", ready)));
            }
            case MODEL -> told(models.model(path.model(), path.version()));
            case MODEL_READY ->
                told(Map.of("name", models.model(path.model(), path.version()).name(), "ready", true));
            case CONFIG -> told(models.config(path.model(), path.version()));
            case STATISTICS -> told(models.statistics(path.model(), path.version()));
            case ALL_STATISTICS -> told(models.statistics());
            case INFER -> throw new ProblemException(ProblemType.INTERNAL, "A prediction is not answered here.");
        };
    }

    private RestAnswer told(Object facts) {
        return RestAnswer.json(OK, json.writeValueAsBytes(facts));
    }
}
