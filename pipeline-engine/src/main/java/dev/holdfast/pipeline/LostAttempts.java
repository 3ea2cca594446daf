package dev.holdfast.pipeline;

import dev.holdfast.background.StaleLeaseException;
import dev.holdfast.kernel.ProblemType;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Takes steps over from servers that died. */
@Component("pipelineLostAttempts")
class LostAttempts {
    private static final Logger log = LoggerFactory.getLogger(LostAttempts.class);
    private final StepQueue queue;
    private final PipelineProperties properties;

    LostAttempts(StepQueue queue, PipelineProperties properties) {
        this.queue = queue;
        this.properties = properties;
    }

    void takeOver(int instance, Collection<Long> running) {
        for (Claim claim : queue.lost(instance, List.copyOf(running))) {
            try {
                takeOver(claim);
            } catch (StaleLeaseException e) {
                log.debug("Someone else took {} over", claim);
            }
        }
    }

    private void takeOver(Claim claim) {
        int died = claim.failures() + 1;
        if (died < properties.maxFailures()) {
            log.info("The server that ran {} is gone; the step starts again", claim);
            queue.retry(claim, "the server died", Duration.ZERO);
        } else {
            queue.fail(
                    claim,
                    new RunError(
                            claim.step(),
                            ProblemType.INTERNAL.slug(),
                            "The server died " + died
                                    + " times while it did this step; if it ran out of memory, take fewer rows or give it"
                                    + " more.",
                            List.of()),
                    List.of());
        }
    }
}
