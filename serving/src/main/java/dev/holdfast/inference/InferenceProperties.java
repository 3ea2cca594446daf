package dev.holdfast.inference;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Settings of predictions.
 *
 * @param maxBody the largest request body that is read, counted after decompression
 * @param maxRows rows in a request at most, where the first dimension of a model's tensors is the rows
 * @param timeout how long a prediction may take where its caller does not say
 * @param serverName the name that the Open Inference Protocol tells; some example clients insist on {@code triton}
 */
@ConfigurationProperties("holdfast.inference")
public record InferenceProperties(
        @DefaultValue("64MB") DataSize maxBody,
        @DefaultValue("1000000") int maxRows,
        @DefaultValue("60s") Duration timeout,
        @DefaultValue("holdfast") String serverName) {
    public InferenceProperties {
        if (maxRows < 1) {
            throw new IllegalArgumentException("holdfast.inference.max-rows must be more than 0, not " + maxRows);
        }
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("holdfast.inference.timeout must be more than 0, not " + timeout);
        }
    }
}
