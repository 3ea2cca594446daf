package dev.holdfast.batch;

import dev.holdfast.background.JobSignals;
import org.springframework.stereotype.Component;

@Component
class BatchSignals extends JobSignals {}
