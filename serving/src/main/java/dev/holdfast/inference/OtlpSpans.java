package dev.holdfast.inference;

import dev.holdfast.kernel.ProblemException;
import dev.holdfast.release.Release;
import dev.holdfast.runtime.Ran;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.IdGenerator;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.net.URI;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Spans in OpenTelemetry's protocol. They are made when a prediction has ended, from the times that were taken anyhow: what is not recorded
 * costs nothing. A bounded queue sends them off the requests' way, and drops what does not fit.
 */
final class OtlpSpans {
    private static final AttributeKey<String> DEPLOYMENT = AttributeKey.stringKey("holdfast.deployment");
    private static final AttributeKey<Long> RELEASE = AttributeKey.longKey("holdfast.release");
    private static final AttributeKey<String> MODEL = AttributeKey.stringKey("holdfast.model");
    private static final AttributeKey<Long> MODEL_VERSION = AttributeKey.longKey("holdfast.model_version");
    private static final AttributeKey<String> ARM = AttributeKey.stringKey("holdfast.arm");
    private static final AttributeKey<String> PREDICTION = AttributeKey.stringKey("holdfast.prediction_id");
    private static final AttributeKey<Long> ROWS = AttributeKey.longKey("holdfast.rows");
    private static final AttributeKey<String> CACHE = AttributeKey.stringKey("holdfast.cache");
    private static final AttributeKey<String> ERROR = AttributeKey.stringKey("error.type");
    private static final long FLUSH_SECONDS = 10;

    /** A trace that begins here has the id that its answer tells. */
    private static final class TraceIds implements IdGenerator {
        private static final ThreadLocal<String> NEXT = new ThreadLocal<>();

        @Override
        public String generateSpanId() {
            return IdGenerator.random().generateSpanId();
        }

        @Override
        public String generateTraceId() {
            @Nullable String given = NEXT.get();
            return given == null ? IdGenerator.random().generateTraceId() : given;
        }
    }

    private final SdkTracerProvider provider;
    private final Tracer tracer;
    private final double sample;

    private OtlpSpans(SdkTracerProvider provider, double sample) {
        this.provider = provider;
        this.tracer = provider.get("dev.holdfast.inference");
        this.sample = sample;
    }

    static OtlpSpans to(URI endpoint, TracingProperties properties) {
        OtlpHttpSpanExporter exporter =
                OtlpHttpSpanExporter.builder().setEndpoint(endpoint.toString()).build();
        SdkTracerProvider provider = SdkTracerProvider.builder()
                .setResource(Resource.getDefault()
                        .merge(Resource.create(
                                Attributes.of(AttributeKey.stringKey("service.name"), properties.serviceName()))))
                .setIdGenerator(new TraceIds())
                .setSampler(Sampler.alwaysOn())
                .addSpanProcessor(BatchSpanProcessor.builder(exporter)
                        .setScheduleDelay(properties.interval())
                        .build())
                .build();
        return new OtlpSpans(provider, properties.sample());
    }

    void send(PredictionTimes times) {
        TraceContext trace = times.call().trace();
        String parent = trace.parentId();
        boolean recorded =
                parent == null ? sample >= 1 || ThreadLocalRandom.current().nextDouble() < sample : trace.sampled();
        if (!recorded) {
            return;
        }
        Clock clock = new Clock();
        SpanBuilder builder = tracer.spanBuilder("predict " + times.call().deployment())
                .setSpanKind(SpanKind.SERVER)
                .setStartTimestamp(clock.at(times.start()), TimeUnit.NANOSECONDS);
        if (parent == null) {
            builder.setNoParent();
        } else {
            builder.setParent(Context.root()
                    .with(Span.wrap(SpanContext.createFromRemoteParent(
                            trace.traceId(), parent, TraceFlags.getSampled(), TraceState.getDefault()))));
        }
        Span request = start(builder, trace.traceId());
        describe(request, times);
        Context within = Context.root().with(request);
        child(within, clock, "read", times.start(), times.readAt());
        Ran ran = times.ran();
        if (ran != null) {
            parts(within, clock, times, ran);
        }
        request.end(clock.at(times.end()), TimeUnit.NANOSECONDS);
    }

    private static Span start(SpanBuilder builder, String traceId) {
        TraceIds.NEXT.set(traceId);
        try {
            return builder.startSpan();
        } finally {
            TraceIds.NEXT.remove();
        }
    }

    private static void describe(Span request, PredictionTimes times) {
        request.setAttribute(DEPLOYMENT, times.call().deployment());
        Release release = times.release();
        if (release != null) {
            request.setAttribute(RELEASE, (long) release.number());
            request.setAttribute(MODEL, release.model());
            request.setAttribute(MODEL_VERSION, (long) release.modelVersion());
        }
        if (times.arm() != null) {
            request.setAttribute(ARM, times.arm());
        }
        if (times.predictionId() != null) {
            request.setAttribute(PREDICTION, times.predictionId().toString());
            request.setAttribute(ROWS, (long) times.rows());
        }
        Throwable failure = times.failure();
        if (failure instanceof ProblemException problem) {
            request.setAttribute(ERROR, problem.type().slug());
            request.setStatus(StatusCode.ERROR, problem.detail());
        } else if (failure != null) {
            request.setAttribute(ERROR, failure.getClass().getSimpleName());
            request.setStatus(StatusCode.ERROR);
        }
    }

    private void parts(Context within, Clock clock, PredictionTimes times, Ran ran) {
        switch (ran.memory()) {
            case HIT, MISS ->
                Span.fromContext(within).setAttribute(CACHE, ran.memory() == Ran.Memory.HIT ? "hit" : "miss");
            case NOT_ASKED -> {}
        }
        if (ran.memory() == Ran.Memory.HIT) {
            return;
        }
        long begun = times.readAt() + ran.waitedNanos();
        long ended = Math.min(times.end(), begun + ran.ranNanos());
        if (ran.waitedNanos() > 0) {
            child(within, clock, "queue", times.readAt(), begun);
        }
        Context around = within;
        Span batch = null;
        if (ran.rowsTogether() > times.rows()) {
            batch = tracer.spanBuilder("batch")
                    .setParent(within)
                    .setStartTimestamp(clock.at(begun), TimeUnit.NANOSECONDS)
                    .setAttribute(ROWS, (long) ran.rowsTogether())
                    .startSpan();
            around = within.with(batch);
        }
        child(around, clock, "run", begun, ended);
        if (batch != null) {
            batch.end(clock.at(ended), TimeUnit.NANOSECONDS);
        }
        child(within, clock, "write", ended, times.end());
    }

    private void child(Context within, Clock clock, String name, long from, long until) {
        tracer.spanBuilder(name)
                .setParent(within)
                .setStartTimestamp(clock.at(from), TimeUnit.NANOSECONDS)
                .startSpan()
                .end(clock.at(until), TimeUnit.NANOSECONDS);
    }

    void flush() {
        provider.forceFlush().join(FLUSH_SECONDS, TimeUnit.SECONDS);
    }

    void close() {
        provider.shutdown().join(FLUSH_SECONDS, TimeUnit.SECONDS);
    }

    /** Nanoseconds since the epoch for those of {@link System#nanoTime}. */
    private static final class Clock {
        private final long offset = TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis()) - System.nanoTime();

        long at(long nanoTime) {
            return nanoTime + offset;
        }
    }
}
