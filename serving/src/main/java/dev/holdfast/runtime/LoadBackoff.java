package dev.holdfast.runtime;

import dev.holdfast.kernel.ProblemException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a model that can't be loaded from being tried by every request: after a failure nobody tries for a second, after each further one for
 * twice as long, half a minute at most.
 */
final class LoadBackoff {
    private static final Logger log = LoggerFactory.getLogger(LoadBackoff.class);
    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofSeconds(30);
    /** How long a load waits for room at most, however patient its callers are. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private record Failure(String reason, Duration pause, long at) {
        long leftNanos() {
            return pause.toNanos() - (System.nanoTime() - at);
        }
    }

    private final String name;
    private volatile @Nullable Failure last;

    /** @param name the model's, in messages */
    LoadBackoff(String name) {
        this.name = name;
    }

    /** What a caller is told while nobody tries; empty where a load may be tried. */
    Optional<ProblemException> refusal() {
        Failure failure = last;
        return failure == null || failure.leftNanos() <= 0 ? Optional.empty() : Optional.of(problem(failure));
    }

    /** A load failed: what those are told who waited for it. */
    ProblemException failed(Throwable cause) {
        Failure before = last;
        // Room may come any moment; a file does not mend itself.
        Duration pause = before == null || cause instanceof ModelRoom.Full
                ? FIRST
                : before.pause().multipliedBy(2);
        Failure failure = new Failure(reason(cause), pause.compareTo(LONGEST) > 0 ? LONGEST : pause, System.nanoTime());
        last = failure;
        log.warn(
                "{} could not be loaded again and is left for {} s: {}",
                name,
                failure.pause().toSeconds(),
                failure.reason(),
                cause instanceof ProblemException || cause instanceof ModelRoom.Full ? null : cause);
        return problem(failure);
    }

    private static String reason(Throwable cause) {
        return switch (cause) {
            case ModelRoom.Full full -> full.problem().detail();
            case ProblemException problem -> problem.detail();
            case UncheckedIOException _ -> "its file could not be read from the store.";
            default -> "that failed; the server's log has the cause.";
        };
    }

    void succeeded() {
        last = null;
    }

    /** Why it failed last; null where it did not. */
    @Nullable
    String failure() {
        Failure failure = last;
        return failure == null ? null : failure.reason();
    }

    /** What a caller is told whose deadline passes while it is loaded. */
    ProblemException late() {
        return ProblemException.unavailable(
                name
                        + " was unloaded to make room for others, and was not back within the time that the caller"
                        + " allowed. Send it again, or keep it in memory with keep_warm.",
                FIRST);
    }

    /** Whether a load waits for room on: as long as someone waits for it, within a bound. */
    BooleanSupplier patience(BooleanSupplier someoneWaits) {
        long since = System.nanoTime();
        return () -> someoneWaits.getAsBoolean() && System.nanoTime() - since < PATIENCE.toNanos();
    }

    private ProblemException problem(Failure failure) {
        long seconds =
                Math.max(1, TimeUnit.NANOSECONDS.toSeconds(failure.leftNanos() + TimeUnit.SECONDS.toNanos(1) - 1));
        return ProblemException.unavailable(
                name + " is not in memory and can't be loaded: " + failure.reason() + " It is tried again in " + seconds
                        + " s.",
                Duration.ofSeconds(seconds));
    }
}
