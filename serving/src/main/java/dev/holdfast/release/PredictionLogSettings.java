package dev.holdfast.release;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.holdfast.kernel.FieldError;
import dev.holdfast.kernel.ProblemException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the log of a deployment's predictions holds, and for how long.
 *
 * @param failures whether requests that got no prediction are logged too, without what they sent
 * @param drop inputs that are personal: monitoring writes nothing of their values
 * @param hash inputs that are personal: the log has a keyed hash in place of each value, and monitoring writes nothing else of them
 * @param days whole days that predictions are in the database, 1 to 3,650; absent: as the server is configured
 * @param archiveDays days that their Parquet files are in the store, counted from their day, 0 to 36,500; 0: none is made
 */
public record PredictionLogSettings(
        boolean failures,
        List<String> drop,
        List<String> hash,
        @Nullable Integer days,
        int archiveDays) {
    private static final int MOST_DAYS = 3_650;
    private static final int MOST_ARCHIVE_DAYS = 36_500;
    private static final int DEFAULT_ARCHIVE_DAYS = 90;

    public static final PredictionLogSettings DEFAULTS = of(null, null, null, null, null);

    public PredictionLogSettings {
        drop = List.copyOf(drop);
        hash = List.copyOf(hash);
        List<FieldError> errors = new ArrayList<>();
        for (String name : hash) {
            if (drop.contains(name)) {
                errors.add(
                        new FieldError("monitoring.log.hash", name, "is in drop too; an input is one or the other."));
            }
        }
        if (days != null && (days < 1 || days > MOST_DAYS)) {
            errors.add(new FieldError("monitoring.log.days", days, "must be from 1 to " + MOST_DAYS + "."));
        }
        if (archiveDays < 0 || archiveDays > MOST_ARCHIVE_DAYS) {
            errors.add(new FieldError(
                    "monitoring.log.archive_days", archiveDays, "must be from 0 to " + MOST_ARCHIVE_DAYS + "."));
        }
        if (!errors.isEmpty()) {
            throw ProblemException.invalid(errors);
        }
    }

    /** Settings with defaults for what is absent. */
    @JsonCreator
    public static PredictionLogSettings of(
            @JsonProperty("failures") @Nullable Boolean failures,
            @JsonProperty("drop") @Nullable List<String> drop,
            @JsonProperty("hash") @Nullable List<String> hash,
            @JsonProperty("days") @Nullable Integer days,
            @JsonProperty("archive_days") @Nullable Integer archiveDays) {
        return new PredictionLogSettings(
                failures == null || failures,
                drop == null ? List.of() : drop,
                hash == null ? List.of() : hash,
                days,
                archiveDays == null ? DEFAULT_ARCHIVE_DAYS : archiveDays);
    }
}
