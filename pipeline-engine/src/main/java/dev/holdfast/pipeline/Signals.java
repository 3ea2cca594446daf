package dev.holdfast.pipeline;

import dev.holdfast.background.JobSignals;
import org.springframework.stereotype.Component;

/** Of runs and their steps. */
@Component("pipelineSignals")
class Signals extends JobSignals {}
