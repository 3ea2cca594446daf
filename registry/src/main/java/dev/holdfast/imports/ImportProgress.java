package dev.holdfast.imports;

import java.util.Map;

/** What an import has copied, or found copied already. */
public record ImportProgress(
        long experiments,
        long runs,
        long metricPoints,
        long loggedModels,
        long models,
        long modelVersions,
        long files,
        long bytes) {
    enum Count {
        EXPERIMENTS,
        RUNS,
        METRIC_POINTS,
        LOGGED_MODELS,
        MODELS,
        MODEL_VERSIONS,
        FILES,
        BYTES
    }

    static ImportProgress of(Map<Count, Long> counts) {
        return new ImportProgress(
                counts.getOrDefault(Count.EXPERIMENTS, 0L),
                counts.getOrDefault(Count.RUNS, 0L),
                counts.getOrDefault(Count.METRIC_POINTS, 0L),
                counts.getOrDefault(Count.LOGGED_MODELS, 0L),
                counts.getOrDefault(Count.MODELS, 0L),
                counts.getOrDefault(Count.MODEL_VERSIONS, 0L),
                counts.getOrDefault(Count.FILES, 0L),
                counts.getOrDefault(Count.BYTES, 0L));
    }
}
