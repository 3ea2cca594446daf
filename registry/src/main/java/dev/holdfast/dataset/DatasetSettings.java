package dev.holdfast.dataset;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How much a dataset may take.
 *
 * @param maxSize the largest file of a dataset version, after decompression
 * @param maxColumns the most columns of a dataset version
 * @param duckdbMemory what one DuckDB database may hold in memory before it spills to disk
 * @param duckdbThreads threads of one DuckDB database; 0 means one for each core, four at most
 */
@ConfigurationProperties("holdfast.datasets")
record DatasetSettings(
        @DefaultValue("64GB") DataSize maxSize,
        @DefaultValue("2000") int maxColumns,
        @DefaultValue("512MB") DataSize duckdbMemory,
        @DefaultValue("0") int duckdbThreads) {
    private static final int MOST_THREADS_BY_DEFAULT = 4;

    int threads() {
        return duckdbThreads > 0
                ? duckdbThreads
                : Math.min(MOST_THREADS_BY_DEFAULT, Runtime.getRuntime().availableProcessors());
    }
}
