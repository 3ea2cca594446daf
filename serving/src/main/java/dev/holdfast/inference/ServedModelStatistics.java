package dev.holdfast.inference;

import java.util.List;

/**
 * What models have done since the server started, in the words of the Open Inference Protocol's extension for it.
 *
 * @param modelStats one entry for each model version
 */
public record ServedModelStatistics(List<OfModel> modelStats) {
    /**
     * One model version.
     *
     * @param lastInference milliseconds since the epoch; 0 before the first
     * @param inferenceCount rows that were answered
     * @param executionCount runs of the model
     * @param memoryUsage nothing is told
     */
    public record OfModel(
            String name,
            String version,
            long lastInference,
            long inferenceCount,
            long executionCount,
            Inferences inferenceStats,
            List<OfBatch> batchStats,
            List<String> memoryUsage,
            Responses responseStats) {}

    /** Requests by what became of them, and by the part of the work. What the cache knew was neither run nor written as an answer of a run. */
    public record Inferences(
            Count success,
            Count fail,
            Count queue,
            Count computeInput,
            Count computeInfer,
            Count computeOutput,
            Count cacheHit,
            Count cacheMiss) {}

    /** Runs of one size. */
    public record OfBatch(long batchSize, Count computeInput, Count computeInfer, Count computeOutput) {}

    /** Streams of answers: there are none. */
    public record Responses() {}

    /**
     * A number of times.
     *
     * @param ns nanoseconds that they took together
     */
    public record Count(long count, long ns) {
        static Count of(ModelStatistics.Total total) {
            return new Count(total.count(), total.nanos());
        }
    }

    static OfModel of(String name, String version, ModelStatistics.Counts counts) {
        return new OfModel(
                name,
                version,
                counts.lastAtMillis(),
                counts.rows(),
                counts.executions(),
                new Inferences(
                        Count.of(counts.success),
                        Count.of(counts.failure),
                        Count.of(counts.queue),
                        Count.of(counts.all.read),
                        Count.of(counts.all.run),
                        Count.of(counts.all.write),
                        Count.of(counts.cacheHit),
                        Count.of(counts.cacheMiss)),
                counts.byRows().entrySet().stream()
                        .map(size -> new OfBatch(
                                size.getKey(),
                                Count.of(size.getValue().read),
                                Count.of(size.getValue().run),
                                Count.of(size.getValue().write)))
                        .toList(),
                List.of(),
                new Responses());
    }
}
