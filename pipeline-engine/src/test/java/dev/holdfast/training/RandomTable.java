package dev.holdfast.training;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Seeded tables with missing values, infinities, categories and labels that depend on them. */
final class RandomTable {
    private RandomTable() {}

    /** Columns n0…, c0…, then {@code two}, {@code three} (classes) and {@code amount}. */
    static TrainingTable of(int rows, int numbers, int texts, long seed) {
        Random random = new Random(seed);
        double[][] n = new double[numbers][rows];
        @Nullable String[][] c = new @Nullable String[texts][rows];
        @Nullable String[] two = new @Nullable String[rows];
        double[] three = new double[rows];
        double[] amount = new double[rows];
        for (int row = 0; row < rows; row++) {
            double score = 0;
            for (int column = 0; column < numbers; column++) {
                double value = random.nextGaussian() * (column + 1) + column;
                n[column][row] = value;
                score += (column % 3 - 1) * value / (column + 1);
                if (random.nextInt(10) == 0) {
                    n[column][row] = random.nextInt(20) == 0 ? Double.POSITIVE_INFINITY : Double.NaN;
                }
            }
            for (int column = 0; column < texts; column++) {
                int category = (int) Math.abs(random.nextGaussian() * 4);
                if (random.nextInt(12) > 0) {
                    c[column][row] = "k" + category + "é";
                }
                score += category % 2 == 0 ? 0.5 : -0.5;
            }
            score += random.nextGaussian() * 0.5;
            two[row] = score > 0 ? "yes" : "no";
            three[row] = score > 1 ? 7 : score > -1 ? -3 : 2;
            amount[row] = score * 100 + 1000;
        }
        List<TrainingColumn> columns = new ArrayList<>();
        for (int column = 0; column < numbers; column++) {
            columns.add(new NumericColumn("n" + column, n[column]));
            if (column < texts) {
                columns.add(new CategoricalColumn("c" + column, c[column]));
            }
        }
        columns.add(new CategoricalColumn("two", two));
        columns.add(new NumericColumn("three", three));
        columns.add(new NumericColumn("amount", amount));
        return new TrainingTable(columns, rows);
    }

    /** All columns but the labels. */
    static List<String> features(TrainingTable table) {
        return table.columns().stream()
                .map(TrainingColumn::name)
                .filter(name -> !List.of("two", "three", "amount").contains(name))
                .toList();
    }
}
