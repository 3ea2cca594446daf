package dev.holdfast.training;

import dev.holdfast.kernel.ProblemException;
import java.util.List;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoostError;

/** Rows in XGBoost's memory: numbers with NaN for missing, then zeros and ones per category. */
record Matrix(DMatrix matrix) implements AutoCloseable {
    private static final long MOST_VALUES = Integer.MAX_VALUE - 8L;

    /** The rows from {@code start} to before {@code end}. */
    static Matrix of(Dataset data, Features features, int start, int end) throws XGBoostError {
        DMatrix matrix =
                new DMatrix(dense(data.table(), features, start, end), end - start, features.width(), Float.NaN);
        float[] labels = new float[end - start];
        for (int row = start; row < end; row++) {
            labels[row - start] = (float) data.labels()[row];
        }
        matrix.setLabel(labels);
        return new Matrix(matrix);
    }

    private static float[] dense(EncodedTable table, Features features, int start, int end) {
        int width = features.width();
        long values = (long) (end - start) * width;
        if (values > MOST_VALUES) {
            throw ProblemException.invalid(
                    "params.max_categories",
                    width,
                    "columns by " + (end - start)
                            + " rows are too much for one machine's trainer; take fewer rows, features or categories");
        }
        float[] dense = new float[(int) values];
        List<float[]> numeric = table.numeric();
        for (int column = 0; column < numeric.size(); column++) {
            float[] source = numeric.get(column);
            for (int row = start, at = column; row < end; row++, at += width) {
                dense[at] = source[row];
            }
        }
        int offset = numeric.size();
        for (int feature = 0; feature < table.codes().size(); feature++) {
            int[] codes = table.codes().get(feature);
            for (int row = start; row < end; row++) {
                if (codes[row] != FeatureEncoder.Categorical.NONE) {
                    dense[(row - start) * width + offset + codes[row]] = 1;
                }
            }
            offset += features.categorical().get(feature).width();
        }
        return dense;
    }

    @Override
    public void close() {
        matrix.dispose();
    }
}
