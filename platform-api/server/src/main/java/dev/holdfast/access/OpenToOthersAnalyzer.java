package dev.holdfast.access;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says it in words instead of a stack trace. */
class OpenToOthersAnalyzer extends AbstractFailureAnalyzer<OpenToOthersException> {
    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, OpenToOthersException cause) {
        return new FailureAnalysis(cause.getMessage(), "Make a token on loopback first.", cause);
    }
}
