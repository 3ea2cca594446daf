package dev.holdfast.runtime;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.holdfast.kernel.FieldError;
import dev.holdfast.kernel.ProblemException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether requests of several callers are joined into one run, and how.
 *
 * @param maxRows rows that are joined at most, 2 to 65,536; a request that has as many runs alone
 * @param maxDelayUs microseconds that a request waits for others while an instance is idle, up to 60,000,000; 0: it does not, and
 *     only those that wait for an instance anyhow are joined
 * @param instances runs of the model beside each other, up to 1,024; 0: as many as there are threads for long runs
 */
public record Batching(boolean enabled, int maxRows, long maxDelayUs, int instances) {
    public static final Batching OFF = of(null, null, null, null);

    private static final int MOST_ROWS = 65_536;
    private static final int MOST_DELAY_US = 60_000_000;
    private static final int MOST_INSTANCES = 1_024;
    private static final int USUAL_ROWS = 64;

    public Batching {
        List<FieldError> errors = new ArrayList<>(0);
        check(errors, "max_rows", maxRows, 2, MOST_ROWS);
        check(errors, "max_delay_us", maxDelayUs, 0, MOST_DELAY_US);
        check(errors, "instances", instances, 0, MOST_INSTANCES);
        if (!errors.isEmpty()) {
            throw ProblemException.invalid(errors);
        }
    }

    /** Settings with defaults for what is absent. */
    @JsonCreator
    public static Batching of(
            @JsonProperty("enabled") @Nullable Boolean enabled,
            @JsonProperty("max_rows") @Nullable Integer maxRows,
            @JsonProperty("max_delay_us") @Nullable Long maxDelayUs,
            @JsonProperty("instances") @Nullable Integer instances) {
        return new Batching(
                enabled != null && enabled,
                maxRows == null ? USUAL_ROWS : maxRows,
                maxDelayUs == null ? 0 : maxDelayUs,
                instances == null ? 0 : instances);
    }

    private static void check(List<FieldError> errors, String field, long value, long least, long most) {
        if (value < least || value > most) {
            errors.add(new FieldError("batching." + field, value, "must be from " + least + " to " + most + "."));
        }
    }
}
