package dev.holdfast.release;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What came of a shadow's copies since it was last written down. Used by one thread at a time. */
final class ShadowTally {
    /** Answers kept until the next time that they are written; more are compared and not stored. */
    static final int MOST_ANSWERS = 2_000;

    /** Whose answers are compared with whose. */
    record Key(String deployment, int release, int champion) {}

    private static final double NANOS = 1e9;

    final Key key;
    final Instant firstAt;
    Instant lastAt;
    long requests;
    long rows;
    long agreed;
    long errors;
    long dropped;
    long numbers;
    double difference;
    double absolute;
    double largest;
    double championSeconds;
    double shadowSeconds;
    double longestSeconds;

    @Nullable
    String lastError;

    final List<ShadowAnswer> answers = new ArrayList<>();

    ShadowTally(Key key, Instant at) {
        this.key = key;
        firstAt = at;
        lastAt = at;
    }

    void compared(PredictionRecord prediction, AnswerComparison comparison, long shadowNanos) {
        taken(prediction, shadowNanos);
        rows += prediction.rows();
        agreed += comparison.agreed();
        numbers += comparison.numbers();
        difference += comparison.difference();
        absolute += comparison.absolute();
        largest = Math.max(largest, comparison.largest());
        championSeconds += prediction.runNanos() / NANOS;
    }

    void failed(PredictionRecord prediction, long shadowNanos, String error) {
        taken(prediction, shadowNanos);
        errors++;
        lastError = error;
        championSeconds += prediction.runNanos() / NANOS;
    }

    void dropped(PredictionRecord prediction) {
        dropped++;
        lastAt = prediction.at();
    }

    private void taken(PredictionRecord prediction, long nanos) {
        requests++;
        shadowSeconds += nanos / NANOS;
        longestSeconds = Math.max(longestSeconds, nanos / NANOS);
        lastAt = prediction.at();
    }

    void add(ShadowAnswer answer) {
        if (answers.size() < MOST_ANSWERS) {
            answers.add(answer);
        }
    }
}
