package dev.holdfast.runtime;

import java.util.Optional;

/** What a sum of leaves means, by the objective that a model was trained for. Arithmetic in single precision, as XGBoost's. */
enum XgboostObjective {
    /** The sum is the prediction. */
    IDENTITY,
    SIGMOID,
    BINARY,
    HINGE,
    EXPONENTIAL,
    MULTICLASS;

    private static final float LARGEST_EXPONENT = 88.7f;

    static Optional<XgboostObjective> of(String name) {
        return switch (name) {
            case "reg:squarederror",
                    "reg:linear",
                    "reg:squaredlogerror",
                    "reg:pseudohubererror",
                    "reg:absoluteerror",
                    "reg:quantileerror",
                    "rank:pairwise",
                    "rank:ndcg",
                    "rank:map",
                    "binary:logitraw" -> Optional.of(IDENTITY);
            case "reg:logistic" -> Optional.of(SIGMOID);
            case "binary:logistic" -> Optional.of(BINARY);
            case "binary:hinge" -> Optional.of(HINGE);
            case "count:poisson", "reg:gamma", "reg:tweedie", "survival:cox", "survival:aft" ->
                Optional.of(EXPONENTIAL);
            case "multi:softprob", "multi:softmax" -> Optional.of(MULTICLASS);
            default -> Optional.empty();
        };
    }

    /** Whether rows are told to which class they belong, with probabilities. */
    boolean isClassification() {
        return this == BINARY || this == MULTICLASS;
    }

    /** What the base score, as it is stated, adds to a sum. */
    float margin(float baseScore) {
        return switch (this) {
            case IDENTITY, HINGE, MULTICLASS -> baseScore;
            case SIGMOID, BINARY -> (float) -Math.log(1.0f / baseScore - 1.0f);
            case EXPONENTIAL -> (float) Math.log(baseScore);
        };
    }

    /** Makes predictions of the sums of a row, in place. */
    void transform(float[] sums, int from, int count) {
        switch (this) {
            case IDENTITY -> {
                // As they are.
            }
            case SIGMOID, BINARY -> {
                for (int i = from; i < from + count; i++) {
                    sums[i] = 1.0f / (exp(Math.min(-sums[i], LARGEST_EXPONENT)) + 1.0f);
                }
            }
            case HINGE -> {
                for (int i = from; i < from + count; i++) {
                    sums[i] = sums[i] > 0 ? 1 : 0;
                }
            }
            case EXPONENTIAL -> {
                for (int i = from; i < from + count; i++) {
                    sums[i] = exp(sums[i]);
                }
            }
            case MULTICLASS -> softmax(sums, from, count);
        }
    }

    private static void softmax(float[] sums, int from, int count) {
        float largest = sums[from];
        for (int i = from + 1; i < from + count; i++) {
            largest = Math.max(largest, sums[i]);
        }
        double total = 0;
        for (int i = from; i < from + count; i++) {
            sums[i] = exp(sums[i] - largest);
            total += sums[i];
        }
        for (int i = from; i < from + count; i++) {
            sums[i] /= (float) total;
        }
    }

    private static float exp(float exponent) {
        return (float) Math.exp(exponent);
    }
}
