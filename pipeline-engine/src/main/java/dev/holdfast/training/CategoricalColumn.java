package dev.holdfast.training;

import org.jspecify.annotations.Nullable;

/**
 * Texts.
 *
 * @param name the column's name
 * @param values the values in row order, null where missing (an empty text is missing too); not copied, must not change
 *     while training
 */
@SuppressWarnings("ArrayRecordComponent") // Millions of values: the array is what every reader of tables makes.
public record CategoricalColumn(String name, @Nullable String[] values) implements TrainingColumn {
    @Override
    public int rows() {
        return values.length;
    }
}
