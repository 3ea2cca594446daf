package dev.holdfast.training;

/**
 * Numbers, or booleans as 0 and 1.
 *
 * @param name the column's name
 * @param values the values in row order, NaN where missing; not copied, must not change while training
 * @param logical whether the numbers are booleans: as a label, their classes are {@code false} and {@code true}
 */
@SuppressWarnings("ArrayRecordComponent") // Millions of values: a list of boxes would cost four times the memory.
public record NumericColumn(String name, double[] values, boolean logical) implements TrainingColumn {
    public NumericColumn(String name, double[] values) {
        this(name, values, false);
    }

    @Override
    public int rows() {
        return values.length;
    }
}
