package dev.holdfast.training;

import dev.holdfast.training.EvaluationReport.CalibrationBin;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Whether predictions of confidence p are right a share p of the time.
 *
 * @param bins of equal width from 0 to 1
 * @param error the expected calibration error
 */
record Calibration(List<CalibrationBin> bins, double error) {
    static final int BINS = 10;

    static Calibration of(String[] truth, Map<String, Integer> index, float[][] probabilities, String[] predicted) {
        long[] counts = new long[BINS];
        long[] right = new long[BINS];
        double[] confidences = new double[BINS];
        for (int row = 0; row < truth.length; row++) {
            Integer column = index.get(predicted[row]);
            double confidence = column == null ? 0 : Math.min(1, probabilities[row][column]);
            int bin = Math.clamp((long) Math.ceil(confidence * BINS) - 1, 0, BINS - 1);
            counts[bin]++;
            confidences[bin] += confidence;
            right[bin] += truth[row].equals(predicted[row]) ? 1 : 0;
        }
        List<CalibrationBin> bins = new ArrayList<>();
        double error = 0;
        for (int bin = 0; bin < BINS; bin++) {
            double lower = (double) bin / BINS;
            double upper = (bin + 1.0) / BINS;
            if (counts[bin] == 0) {
                bins.add(new CalibrationBin(lower, upper, 0, null, null));
                continue;
            }
            bins.add(new CalibrationBin(
                    lower, upper, counts[bin], confidences[bin] / counts[bin], (double) right[bin] / counts[bin]));
            error += Math.abs(right[bin] - confidences[bin]) / truth.length;
        }
        return new Calibration(bins, error);
    }
}
