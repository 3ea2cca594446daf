package dev.holdfast.inference.web;

import dev.holdfast.inference.AnswerBody;
import dev.holdfast.inference.Call;
import dev.holdfast.inference.Codec;
import dev.holdfast.inference.ContentCoding;
import dev.holdfast.inference.EncodedAnswer;
import dev.holdfast.inference.Inference;
import dev.holdfast.inference.InferenceProperties;
import dev.holdfast.inference.OpenInference;
import dev.holdfast.inference.TraceContext;
import dev.holdfast.runtime.Deadline;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;

/** Between servlets and the inference that knows none: a request's whole body in, the answer with its headers out. */
@Component
class Predictions {
    private final Inference inference;
    private final CallerWatch callers;
    private final long limit;

    Predictions(Inference inference, CallerWatch callers, InferenceProperties properties) {
        this.inference = inference;
        this.callers = callers;
        this.limit = properties.maxBody().toBytes();
    }

    /**
     * Answers a request for a prediction.
     *
     * @param version the model version that must serve; absent: whichever does
     */
    ResponseEntity<byte[]> answer(
            String deployment, @Nullable String version, Codec codec, HttpServletRequest request) {
        byte[] body = body(request);
        Deadline deadline = Deadline.none();
        Call call = new Call(
                deployment,
                version,
                TraceContext.of(request.getHeader(TraceContext.HEADER)),
                deadline,
                request::getHeader);
        EncodedAnswer answer = await(inference.answer(call, codec, body), deadline, request);
        ResponseEntity.BodyBuilder response = ResponseEntity.ok()
                .header(HttpHeaders.CONTENT_TYPE, answer.body().contentType())
                .header(OpenInference.PREDICTION_ID, answer.predictionId().toString())
                .header(OpenInference.RELEASE, Integer.toString(answer.release().number()))
                .header(
                        OpenInference.MODEL_VERSION,
                        Integer.toString(answer.release().modelVersion()))
                .header(OpenInference.TRACE_ID, answer.trace().traceId());
        String arm = answer.arm();
        if (arm != null) {
            response.header(OpenInference.ARM, arm);
        }
        AnswerBody encoded = answer.body();
        if (!encoded.tensors().isEmpty()) {
            response.header(OpenInference.JSON_LENGTH, Integer.toString(encoded.head().length));
        }
        ContentCoding coding = OpenInference.coding(request.getHeader(HttpHeaders.ACCEPT_ENCODING), encoded);
        if (coding == ContentCoding.IDENTITY) {
            return response.body(encoded.bytes());
        }
        return response.header(HttpHeaders.CONTENT_ENCODING, coding.wireName())
                .header(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING)
                .body(coding.compress(encoded));
    }

    /** Waits for an answer; where the caller hangs up meanwhile, what he asked is dropped. */
    private EncodedAnswer await(
            CompletableFuture<EncodedAnswer> answer, Deadline deadline, HttpServletRequest request) {
        boolean gone = false;
        while (!answer.isDone() && !gone) {
            try {
                answer.get(CallerWatch.LOOK_EVERY.toNanos(), TimeUnit.NANOSECONDS);
            } catch (TimeoutException e) {
                gone = callers.hasHungUp(request);
                if (gone) {
                    deadline.callerGone();
                }
            } catch (ExecutionException e) {
                break;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                break;
            }
        }
        return Inference.await(answer);
    }

    private byte[] body(HttpServletRequest request) {
        ContentCoding coding = ContentCoding.of(request.getHeader(HttpHeaders.CONTENT_ENCODING));
        long length = request.getContentLengthLong();
        if (length > limit) {
            throw ContentCoding.tooLarge(limit);
        }
        try (InputStream in = request.getInputStream()) {
            return coding == ContentCoding.IDENTITY && length >= 0
                    ? in.readNBytes((int) length)
                    : coding.read(in, limit);
        } catch (IOException e) {
            throw new UncheckedIOException("The request's body broke off", e);
        }
    }
}
