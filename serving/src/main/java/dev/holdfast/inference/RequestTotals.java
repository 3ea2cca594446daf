package dev.holdfast.inference;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Requests and latencies, counted from the start or over a stretch of time. */
final class RequestTotals {
    static final RequestTotals NONE = new RequestTotals(0, 0, 0, 0, new long[InferenceMetrics.BOUNDS_MS.length + 1]);

    private final long requests;
    private final long rejected;
    private final long failed;
    private final double answeredMs;
    private final long[] buckets;

    /** @param buckets how many answered requests took no longer than each bound of the latency metric, and, last, longer than all */
    RequestTotals(long requests, long rejected, long failed, double answeredMs, long[] buckets) {
        this.requests = requests;
        this.rejected = rejected;
        this.failed = failed;
        this.answeredMs = answeredMs;
        this.buckets = buckets.clone();
    }

    /** Requests that nobody got an answer to count in no bucket. */
    static RequestTotals unanswered(long rejected, long failed) {
        return new RequestTotals(rejected + failed, rejected, failed, 0, NONE.buckets);
    }

    long requests() {
        return requests;
    }

    long rejected() {
        return rejected;
    }

    long failed() {
        return failed;
    }

    RequestTotals plus(RequestTotals other) {
        return combine(other, 1);
    }

    /** What was counted since {@code earlier}. Meters that were forgotten and made anew count from 0 again. */
    RequestTotals since(RequestTotals earlier) {
        return earlier.requests > requests ? this : combine(earlier, -1);
    }

    private RequestTotals combine(RequestTotals other, int sign) {
        long[] both = new long[buckets.length];
        Arrays.setAll(both, i -> Math.max(0, buckets[i] + sign * other.buckets[i]));
        return new RequestTotals(
                requests + sign * other.requests,
                rejected + sign * other.rejected,
                failed + sign * other.failed,
                Math.max(0, answeredMs + sign * other.answeredMs),
                both);
    }

    long answered() {
        return requests - rejected - failed;
    }

    @Nullable
    Double meanMs() {
        return answered() > 0 ? answeredMs / answered() : null;
    }

    /** Between the bounds of a bucket requests count as spread evenly; above the last bound, as there. */
    @Nullable
    Double quantileMs(double share) {
        long all = Arrays.stream(buckets).sum();
        if (all == 0) {
            return null;
        }
        double wanted = share * all;
        double lower = 0;
        long before = 0;
        for (int i = 0; i < InferenceMetrics.BOUNDS_MS.length; i++) {
            double upper = InferenceMetrics.BOUNDS_MS[i];
            if (before + buckets[i] >= wanted) {
                return lower + (upper - lower) * Math.max(0, wanted - before) / buckets[i];
            }
            before += buckets[i];
            lower = upper;
        }
        return lower;
    }
}
