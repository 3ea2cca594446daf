package dev.holdfast.training;

import dev.holdfast.kernel.ProblemException;
import java.util.ArrayList;
import java.util.List;

/**
 * Features as numbers.
 *
 * @param rows the number of rows
 * @param numeric one array per numeric feature, NaN where missing
 * @param codes one array per categorical feature
 */
record EncodedTable(int rows, List<float[]> numeric, List<int[]> codes) {
    /** {@code missing} is the code of categories that are missing. */
    static EncodedTable of(TrainingTable table, int[] rows, Features features, int missing) {
        List<float[]> numeric = new ArrayList<>();
        List<int[]> codes = new ArrayList<>();
        for (FeatureEncoder encoder : features.encoders()) {
            TrainingColumn column = table.column(encoder.name())
                    .orElseThrow(() -> ProblemException.invalid(
                            "features", encoder.name(), "is not a column of the validation data"));
            switch (encoder) {
                case FeatureEncoder.Numeric number
                when column instanceof NumericColumn numbers -> numeric.add(number.encode(numbers, rows));
                case FeatureEncoder.Categorical category
                when column instanceof CategoricalColumn texts -> codes.add(category.encode(texts, rows, missing));
                default ->
                    throw ProblemException.invalid(
                            "features", encoder.name(), "has another type in the validation data; read both alike");
            }
        }
        return new EncodedTable(rows.length, numeric, codes);
    }
}
