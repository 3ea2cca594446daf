package dev.holdfast.release;

import dev.holdfast.model.TensorType;
import dev.holdfast.runtime.Tensor;
import java.util.Map;

/**
 * Two answers to the same request, row by row. Rows agree where all labels and whole numbers are equal; where an answer has none, where all
 * numbers differ by a ten-thousandth of their size at most. Outputs that only one of both has, or in another shape, never agree.
 */
final class AnswerComparison {
    private static final double TOLERANCE = 1e-4;

    private final boolean[] agreeing;
    private int agreed;
    private long numbers;
    private double difference;
    private double absolute;
    private double largest;

    private AnswerComparison(int rows) {
        agreeing = new boolean[rows];
    }

    static AnswerComparison of(Map<String, Tensor> champion, Map<String, Tensor> shadow, int rows) {
        AnswerComparison comparison = new AnswerComparison(rows);
        boolean labelled = champion.values().stream().anyMatch(AnswerComparison::isDiscrete);
        for (int row = 0; row < rows; row++) {
            boolean agrees = champion.keySet().equals(shadow.keySet());
            for (Tensor mine : champion.values()) {
                Tensor other = shadow.get(mine.name());
                agrees &= other != null && comparison.row(mine, other, row, rows, labelled);
            }
            comparison.agreeing[row] = agrees;
            comparison.agreed += agrees ? 1 : 0;
        }
        return comparison;
    }

    private boolean row(Tensor mine, Tensor other, int row, int rows, boolean labelled) {
        int width = mine.elements() / rows;
        if (mine.elements() != other.elements() || isDiscrete(mine) != isDiscrete(other)) {
            return false;
        }
        boolean agrees = true;
        for (int i = row * width; i < (row + 1) * width; i++) {
            agrees &= isDiscrete(mine)
                    ? mine.textAt(i).equals(other.textAt(i))
                    : isNear(mine.doubleAt(i), other.doubleAt(i)) || labelled;
        }
        return agrees;
    }

    private boolean isNear(double mine, double other) {
        if (Double.isNaN(mine) || Double.isNaN(other)) {
            return Double.isNaN(mine) && Double.isNaN(other);
        }
        double by = other - mine;
        numbers++;
        difference += by;
        absolute += Math.abs(by);
        largest = Math.max(largest, Math.abs(by));
        return Math.abs(by) <= TOLERANCE * Math.max(1, Math.abs(mine));
    }

    private static boolean isDiscrete(Tensor tensor) {
        TensorType type = tensor.datatype();
        return type != TensorType.FP16 && type != TensorType.FP32 && type != TensorType.FP64;
    }

    /** A row of an answer in short: its label where it has one, otherwise its last number. */
    static String shown(Map<String, Tensor> outputs, int row, int rows) {
        Tensor shown = outputs.values().stream()
                .filter(AnswerComparison::isDiscrete)
                .findFirst()
                .orElseGet(() -> outputs.values().iterator().next());
        int width = shown.elements() / rows;
        return width == 0 ? "" : shown.textAt((row + 1) * width - 1);
    }

    boolean agrees(int row) {
        return agreeing[row];
    }

    int agreed() {
        return agreed;
    }

    /** How many pairs of numbers were compared. */
    long numbers() {
        return numbers;
    }

    /** Sum of shadow minus champion. */
    double difference() {
        return difference;
    }

    double absolute() {
        return absolute;
    }

    double largest() {
        return largest;
    }
}
