package dev.holdfast.monitoring;

import dev.holdfast.release.MonitoringSettings;
import dev.holdfast.release.PredictionRecord;
import java.util.HashMap;
import java.util.Map;

/** Decides which predictions are logged. The choice depends on the prediction alone, so that it is the same wherever it is made. */
final class LogSampling {
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private final MonitoringMetrics metrics;
    private final Map<String, Second> seconds = new HashMap<>();

    LogSampling(MonitoringMetrics metrics) {
        this.metrics = metrics;
    }

    /** Rows logged of a deployment in the newest second. */
    private static final class Second {
        private long second;
        private int rows;
    }

    /** The first rows of a prediction that are to be logged: all, some or none. */
    int rowsToLog(PredictionRecord prediction, MonitoringSettings settings) {
        MonitoringMetrics.Series series = metrics.of(
                prediction.release().deployment(), prediction.release().number());
        if (!isSampled(prediction, settings.logSample())) {
            series.sampledOut.increment(prediction.rows());
            return 0;
        }
        Second current = seconds.computeIfAbsent(prediction.release().deployment(), ignored -> new Second());
        long second = prediction.at().getEpochSecond();
        if (current.second != second) {
            current.second = second;
            current.rows = 0;
        }
        int rows = Math.clamp(settings.logMaxRowsPerSecond() - (long) current.rows, 0, prediction.rows());
        current.rows += rows;
        if (rows < prediction.rows()) {
            series.limited.increment(prediction.rows() - (double) rows);
        }
        return rows;
    }

    private static boolean isSampled(PredictionRecord prediction, double share) {
        if (share >= 1) {
            return true;
        }
        long mixed =
                (prediction.id().getLeastSignificantBits() ^ prediction.id().getMostSignificantBits()) * GOLDEN;
        return (mixed >>> 11) * 0x1.0p-53 < share;
    }
}
