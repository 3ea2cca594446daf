package dev.holdfast.training;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How one raw column becomes numbers. */
sealed interface FeatureEncoder {
    String name();

    /** Taken as a number; infinities and what is beyond 32-bit floats are missing (NaN). */
    record Numeric(String name) implements FeatureEncoder {
        static float encode(double value) {
            float narrow = (float) value;
            return Float.isInfinite(narrow) ? Float.NaN : narrow;
        }

        float[] encode(NumericColumn column, int[] rows) {
            float[] encoded = new float[rows.length];
            for (int at = 0; at < rows.length; at++) {
                encoded[at] = encode(column.values()[rows[at]]);
            }
            return encoded;
        }
    }

    /**
     * One column of zeros and ones per category.
     *
     * @param categories those kept, the most frequent first
     * @param other whether all the rest share one more column; otherwise they have none
     */
    record Categorical(String name, List<String> categories, boolean other) implements FeatureEncoder {
        static final int NONE = -1;

        int width() {
            return categories.size() + (other ? 1 : 0);
        }

        /** The code of texts that are not among the categories. */
        int otherCode() {
            return other ? categories.size() : NONE;
        }

        /** The position of each row's column, {@code missing} where there is no text. */
        int[] encode(CategoricalColumn column, int[] rows, int missing) {
            Map<String, Integer> index = new HashMap<>();
            for (int code = 0; code < categories.size(); code++) {
                index.put(categories.get(code), code);
            }
            int[] encoded = new int[rows.length];
            for (int at = 0; at < rows.length; at++) {
                @Nullable String value = column.values()[rows[at]];
                encoded[at] = Columns.present(value) ? index.getOrDefault(value, otherCode()) : missing;
            }
            return encoded;
        }
    }
}
