package dev.holdfast.release;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.holdfast.kernel.FieldError;
import dev.holdfast.kernel.ProblemException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a deployment's traffic is watched.
 *
 * @param enabled whether predictions are counted and logged at all
 * @param windowRows rows after which a window is closed and evaluated, 10 to 1,000,000
 * @param minWindowAgeMs milliseconds before which a window is not closed, however many rows it has, 0 to {@code maxWindowAgeMs}
 * @param maxWindowAgeMs milliseconds after which a window is closed even if it is not full, at least 1,000
 * @param realertRows predictions after which drift that lasts raises another event, and with it its triggers, at least 1
 * @param logSample the share of predictions that is logged with inputs and outputs, 0 to 1
 * @param logMaxRowsPerSecond rows logged each second at most; more are counted and not logged
 * @param ignoreFeatures inputs that drift is not judged by
 * @param log what the log of predictions holds, and for how long
 */
public record MonitoringSettings(
        boolean enabled,
        int windowRows,
        long minWindowAgeMs,
        long maxWindowAgeMs,
        int realertRows,
        double logSample,
        int logMaxRowsPerSecond,
        List<String> ignoreFeatures,
        PredictionLogSettings log) {
    /** So that a flood of traffic makes a verdict a second, not hundreds. */
    private static final long DEFAULT_MIN_AGE_MS = 1_000;

    public static final MonitoringSettings DEFAULTS = of(null, null, null, null, null, null, null, null, null);

    public MonitoringSettings {
        ignoreFeatures = List.copyOf(ignoreFeatures);
        List<FieldError> errors = new ArrayList<>();
        if (windowRows < 10 || windowRows > 1_000_000) {
            errors.add(new FieldError("monitoring.window_rows", windowRows, "must be from 10 to 1000000."));
        }
        if (minWindowAgeMs < 0 || minWindowAgeMs > maxWindowAgeMs) {
            errors.add(new FieldError(
                    "monitoring.min_window_age_ms",
                    minWindowAgeMs,
                    "must be from 0 to max_window_age_ms, " + maxWindowAgeMs + "."));
        }
        if (maxWindowAgeMs < 1_000) {
            errors.add(new FieldError("monitoring.max_window_age_ms", maxWindowAgeMs, "must be at least 1000."));
        }
        if (realertRows < 1) {
            errors.add(new FieldError("monitoring.realert_rows", realertRows, "must be at least 1."));
        }
        if (!(logSample >= 0 && logSample <= 1)) {
            errors.add(new FieldError("monitoring.log_sample", logSample, "must be from 0 to 1."));
        }
        if (logMaxRowsPerSecond < 0) {
            errors.add(
                    new FieldError("monitoring.log_max_rows_per_second", logMaxRowsPerSecond, "must be at least 0."));
        }
        if (!errors.isEmpty()) {
            throw ProblemException.invalid(errors);
        }
    }

    /** Settings with defaults for what is absent. */
    @JsonCreator
    public static MonitoringSettings of(
            @JsonProperty("enabled") @Nullable Boolean enabled,
            @JsonProperty("window_rows") @Nullable Integer windowRows,
            @JsonProperty("min_window_age_ms") @Nullable Long minWindowAgeMs,
            @JsonProperty("max_window_age_ms") @Nullable Long maxWindowAgeMs,
            @JsonProperty("realert_rows") @Nullable Integer realertRows,
            @JsonProperty("log_sample") @Nullable Double logSample,
            @JsonProperty("log_max_rows_per_second") @Nullable Integer logMaxRowsPerSecond,
            @JsonProperty("ignore_features") @Nullable List<String> ignoreFeatures,
            @JsonProperty("log") @Nullable PredictionLogSettings log) {
        long maxAge = maxWindowAgeMs == null ? Duration.ofHours(1).toMillis() : maxWindowAgeMs;
        return new MonitoringSettings(
                enabled == null || enabled,
                windowRows == null ? 1_000 : windowRows,
                minWindowAgeMs == null ? Math.min(DEFAULT_MIN_AGE_MS, maxAge) : minWindowAgeMs,
                maxAge,
                realertRows == null ? 5_000 : realertRows,
                logSample == null ? 1.0 : logSample,
                logMaxRowsPerSecond == null ? 1_000 : logMaxRowsPerSecond,
                ignoreFeatures == null ? List.of() : ignoreFeatures,
                log == null ? PredictionLogSettings.DEFAULTS : log);
    }

    public Duration minWindowAge() {
        return Duration.ofMillis(minWindowAgeMs);
    }

    public Duration maxWindowAge() {
        return Duration.ofMillis(maxWindowAgeMs);
    }
}
