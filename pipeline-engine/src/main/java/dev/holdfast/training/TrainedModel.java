package dev.holdfast.training;

import java.util.List;
import java.util.Map;

/**
 * A model and how it came to be.
 *
 * <p>The graph has one input per feature, of shape [-1, 1]: FP32 for numbers (NaN is missing, booleans are 0 and 1), text
 * otherwise (empty is missing). A classifier's outputs are {@code label} [-1], text or INT64 as the label's column had it,
 * and {@code probabilities} FP32 [-1, C] in the order of {@code classes}; a regression's is {@code prediction} FP32 [-1, 1].
 *
 * @param onnx the model file; the same inputs give the same bytes
 * @param task classification or regression
 * @param label the predicted column
 * @param features the model's inputs, in order, without those dropped
 * @param droppedFeatures the features that were left out, with the reason
 * @param classes in the order of the probabilities; empty for regression
 * @param rows the rows trained on: those with a label
 * @param params every parameter as it was used, defaults included
 * @param metrics per step
 * @param importance per feature, the larger the more it matters; the sum is 1
 * @param libraries name to version of what trained it
 */
@SuppressWarnings("ArrayRecordComponent") // A file's bytes.
public record TrainedModel(
        byte[] onnx,
        Task task,
        String label,
        List<String> features,
        Map<String, String> droppedFeatures,
        List<String> classes,
        int rows,
        Map<String, String> params,
        List<StepMetric> metrics,
        Map<String, Double> importance,
        Map<String, String> libraries) {}
