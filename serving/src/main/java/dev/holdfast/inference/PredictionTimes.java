package dev.holdfast.inference;

import dev.holdfast.release.Release;
import dev.holdfast.runtime.Ran;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a prediction went through; times are those of {@link System#nanoTime}.
 *
 * @param start when the body was in memory
 * @param readAt when its tensors were
 * @param end when the answer was
 * @param release absent where none was found
 * @param ran absent where it failed
 * @param failure absent where it was answered
 */
record PredictionTimes(
        Call call,
        long start,
        long readAt,
        long end,
        @Nullable Release release,
        @Nullable String arm,
        @Nullable UUID predictionId,
        int rows,
        @Nullable Ran ran,
        @Nullable Throwable failure) {}
