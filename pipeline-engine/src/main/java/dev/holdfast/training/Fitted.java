package dev.holdfast.training;

import java.util.List;
import java.util.Map;

/** What a trainer hands back: the model file, figures per step, and how much each feature matters (not yet scaled). */
@SuppressWarnings("ArrayRecordComponent")
record Fitted(byte[] onnx, List<StepMetric> metrics, Map<String, Double> importance) {}
