package dev.holdfast.model;

import java.util.List;

/** Whether a model version may be released, and why. */
public record GateVerdict(boolean passed, List<GateCheck> checks) {
    public GateVerdict {
        checks = List.copyOf(checks);
    }
}
