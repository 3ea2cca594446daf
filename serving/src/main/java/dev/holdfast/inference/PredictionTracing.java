package dev.holdfast.inference;

import jakarta.annotation.PreDestroy;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.stereotype.Component;

/** Sends the spans of predictions to a collector where one is configured. Where none is, nothing of OpenTelemetry is even loaded. */
@Component
@EnableConfigurationProperties(TracingProperties.class)
class PredictionTracing {
    private final @Nullable OtlpSpans spans;

    PredictionTracing(TracingProperties properties) {
        spans = properties.endpoint() == null
                        || properties.endpoint().toString().isBlank()
                ? null
                : OtlpSpans.to(properties.endpoint(), properties);
    }

    /** Takes a prediction that ended. */
    void ended(PredictionTimes times) {
        OtlpSpans to = spans;
        if (to != null) {
            to.send(times);
        }
    }

    boolean isOn() {
        return spans != null;
    }

    /** Sends what was not sent yet, and waits for it. */
    void flush() {
        OtlpSpans to = spans;
        if (to != null) {
            to.flush();
        }
    }

    @PreDestroy
    void close() {
        OtlpSpans to = spans;
        if (to != null) {
            to.close();
        }
    }
}
