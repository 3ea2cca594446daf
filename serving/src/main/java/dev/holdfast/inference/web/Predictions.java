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
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
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
     * Answers a request for a prediction, straight into the response.
     *
     * @param version the model version that must serve; absent: whichever does
     */
    void answer(
            String deployment,
            @Nullable String version,
            Codec codec,
            HttpServletRequest request,
            HttpServletResponse response) {
        byte[] body = body(request);
        RefusedPredictionsFilter.asked(request);
        Deadline deadline = Deadline.none();
        Call call = new Call(
                deployment,
                version,
                TraceContext.of(request.getHeader(TraceContext.HEADER)),
                deadline,
                request::getHeader);
        EncodedAnswer answer = await(inference.answer(call, codec, body), deadline, request);
        response.setContentType(answer.body().contentType());
        response.setHeader(OpenInference.PREDICTION_ID, answer.predictionId().toString());
        response.setHeader(
                OpenInference.RELEASE, Integer.toString(answer.release().number()));
        response.setHeader(
                OpenInference.MODEL_VERSION, Integer.toString(answer.release().modelVersion()));
        response.setHeader(OpenInference.TRACE_ID, answer.trace().traceId());
        if (answer.arm() != null) {
            response.setHeader(OpenInference.ARM, answer.arm());
        }
        write(answer.body(), request.getHeader(HttpHeaders.ACCEPT_ENCODING), response);
    }

    private static void write(AnswerBody body, @Nullable String acceptEncoding, HttpServletResponse response) {
        if (!body.tensors().isEmpty()) {
            response.setHeader(OpenInference.JSON_LENGTH, Integer.toString(body.head().length));
        }
        ContentCoding coding = OpenInference.coding(acceptEncoding, body);
        byte[] bytes = coding == ContentCoding.IDENTITY ? body.bytes() : coding.compress(body);
        if (coding != ContentCoding.IDENTITY) {
            response.setHeader(HttpHeaders.CONTENT_ENCODING, coding.wireName());
            response.setHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
        }
        response.setContentLength(bytes.length);
        try {
            response.getOutputStream().write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException("The caller did not wait for the answer", e);
        }
    }

    /** Waits for an answer; where the caller hangs up meanwhile, what he asked is dropped. */
    private EncodedAnswer await(
            CompletableFuture<EncodedAnswer> answer, Deadline deadline, HttpServletRequest request) {
        CallerWatch.Caller caller = null;
        boolean gone = false;
        while (!answer.isDone() && !gone) {
            try {
                answer.get(CallerWatch.LOOK_EVERY.toNanos(), TimeUnit.NANOSECONDS);
            } catch (TimeoutException e) {
                if (caller == null) {
                    caller = callers.of(request);
                }
                gone = caller.hasHungUp();
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
            RefusedPredictionsFilter.cutOff(request);
            throw new UncheckedIOException("The request's body broke off", e);
        }
    }
}
