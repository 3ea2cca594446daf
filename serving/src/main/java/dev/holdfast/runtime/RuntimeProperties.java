package dev.holdfast.runtime;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Settings of what runs models.
 *
 * @param threads threads for runs that are too long for the thread that read the request; 0: one for each processor, two at least
 * @param queueRows rows that may wait for one model; a request that would make them more is refused
 * @param queueBytes bytes of tensors that may wait for one model
 * @param trial whether ONNX and TorchScript files from elsewhere are opened and run in a process of their own before they are registered
 * @param trialTimeout how long that may take
 * @param memory what models may take together; 0: half of the machine's memory, or of what the container may have
 */
@ConfigurationProperties("holdfast.runtime")
record RuntimeProperties(
        @DefaultValue("0") int threads,
        @DefaultValue("10000") int queueRows,
        @DefaultValue("256MB") DataSize queueBytes,
        @DefaultValue("true") boolean trial,
        @DefaultValue("2m") Duration trialTimeout,
        @DefaultValue("0") DataSize memory) {
    /** Bytes that models may take together. */
    long memoryBytes() {
        if (memory.toBytes() > 0) {
            return memory.toBytes();
        }
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize() / 2;
    }

    RuntimeProperties {
        if (!trialTimeout.isPositive()) {
            throw new IllegalArgumentException("holdfast.runtime.trial-timeout must be positive");
        }
        if (threads < 0 || queueRows < 1 || queueBytes.toBytes() < 1 || memory.isNegative()) {
            throw new IllegalArgumentException(
                    "holdfast.runtime.threads must be 0 or more, .queue-rows and .queue-bytes 1 or more");
        }
    }
}
