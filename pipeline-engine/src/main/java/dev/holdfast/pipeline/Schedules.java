package dev.holdfast.pipeline;

import dev.holdfast.kernel.ProblemException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Starts runs whose time has come. Many servers may look at once: each time is taken by one of them. */
@Component("pipelineSchedules")
class Schedules {
    private static final Logger log = LoggerFactory.getLogger(Schedules.class);
    private final TriggerStore triggers;
    private final RunStarts starts;
    private final TransactionTemplate transaction;

    Schedules(TriggerStore triggers, RunStarts starts, TransactionTemplate transaction) {
        this.triggers = triggers;
        this.starts = starts;
        this.transaction = transaction;
    }

    void startDue() {
        transaction.executeWithoutResult(status -> triggers.takeDue().forEach(this::start));
    }

    private void start(TriggerStore.DueSchedule due) {
        RunCause cause = RunCause.schedule(due.cron());
        try {
            starts.startTriggered(due.pipeline(), cause, "Scheduled: " + due.cron());
        } catch (ProblemException e) {
            log.warn("The schedule of pipeline {} could not start a run: {}", due.pipeline(), e.detail());
        }
    }
}
