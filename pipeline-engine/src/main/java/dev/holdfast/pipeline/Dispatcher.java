package dev.holdfast.pipeline;

import dev.holdfast.background.LeaseDispatcher;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;
import org.springframework.stereotype.Component;

/** Gives steps to threads, takes over from servers that died, and starts what is scheduled. */
@Component("pipelineDispatcher")
class Dispatcher extends LeaseDispatcher<Claim> {
    private final LiveInstance instance;
    private final StepQueue queue;
    private final StepWorker worker;
    private final LostAttempts lostAttempts;
    private final Schedules schedules;
    private int number;

    Dispatcher(
            DataSource dataSource,
            StepQueue queue,
            StepWorker worker,
            LostAttempts lostAttempts,
            Schedules schedules,
            Signals signals,
            PipelineProperties properties) {
        super(
                new Settings("pipeline-step", properties.enabled(), properties.concurrency(), properties.poll()),
                worker,
                signals);
        this.instance = new LiveInstance(dataSource);
        this.queue = queue;
        this.worker = worker;
        this.lostAttempts = lostAttempts;
        this.schedules = schedules;
    }

    @Override
    protected List<Claim> claim(int most) {
        return queue.claim(number, most);
    }

    @Override
    protected Set<Long> renew(Set<Long> fences) throws SQLException {
        number = instance.ensureAlive();
        return fences.isEmpty() ? fences : queue.heartbeat(number, fences);
    }

    @Override
    protected void lookAround(Set<Long> fences) {
        worker.tellAll();
        lostAttempts.takeOver(number, fences);
        schedules.startDue();
    }

    @Override
    public void stop() {
        super.stop();
        instance.close();
    }
}
