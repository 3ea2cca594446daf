package dev.holdfast.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/**
 * The Australian electricity market, half hour by half hour: does the price rise? Prequential accuracy after the first 5,000
 * rows, with labels a day (48 rows) late. Skipped where the file is absent.
 */
class ElectricityTest {
    private static final Path FILE = Path.of("../../shared/data/elec2/elec.csv");
    private static final int FIRST = 5000;
    private static final int LATE = 48;
    private static final int WINDOW = 2500;
    private static final int EVERY = 500;

    @Test
    void retrainingGainsOnAModelThatStays(TestReporter reporter) throws Exception {
        Path file = Path.of(System.getProperty("holdfast.test.electricity", FILE.toString()));
        assumeTrue(Files.exists(file), "no electricity data here");
        TrainingTable table = read(file);
        String[] truth = Arrays.stream(((NumericColumn) table.column("class").orElseThrow()).values())
                .mapToObj(value -> Long.toString((long) value))
                .toArray(String[]::new);

        TrainedModel first = train(slice(table, 0, FIRST));
        double still = accuracy(first, table, truth, FIRST, table.rows()) / (table.rows() - FIRST);

        TrainedModel current = first;
        double right = 0;
        for (int start = FIRST; start < table.rows(); start += EVERY) {
            int end = Math.min(start + EVERY, table.rows());
            right += accuracy(current, table, truth, start, end);
            current = train(slice(table, end - LATE - WINDOW, end - LATE));
        }
        double following = right / (table.rows() - FIRST);

        reporter.publishEntry(Map.of("static", String.valueOf(still), "retrained", String.valueOf(following)));
        assertThat(still).isBetween(0.72, 0.75);
        assertThat(following).isGreaterThan(0.775).isGreaterThan(still + 0.03);
    }

    private static TrainedModel train(TrainingTable table) {
        return Trainers.train(
                table,
                new TrainingSpec(Algorithm.GRADIENT_BOOSTED_TREES, Task.AUTO, "class", List.of(), Map.of(), 1),
                Progress.none());
    }

    /** The number of right predictions. */
    private static double accuracy(TrainedModel model, TrainingTable table, String[] truth, int start, int end)
            throws Exception {
        try (OnnxScorer scorer = new OnnxScorer(model.onnx())) {
            String[] predicted = scorer.labels(slice(table, start, end));
            double right = 0;
            for (int row = start; row < end; row++) {
                right += predicted[row - start].equals(truth[row]) ? 1 : 0;
            }
            return right;
        }
    }

    private static TrainingTable slice(TrainingTable table, int start, int end) {
        List<TrainingColumn> columns = new ArrayList<>();
        for (TrainingColumn column : table.columns()) {
            columns.add(new NumericColumn(
                    column.name(), Arrays.copyOfRange(((NumericColumn) column).values(), start, end)));
        }
        return new TrainingTable(columns, end - start);
    }

    private static TrainingTable read(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file);
        String[] names = lines.getFirst().split(",", -1);
        double[][] values = new double[names.length][lines.size() - 1];
        for (int row = 0; row < lines.size() - 1; row++) {
            String[] parts = lines.get(row + 1).split(",", -1);
            for (int column = 0; column < names.length; column++) {
                values[column][row] = Double.parseDouble(parts[column]);
            }
        }
        List<TrainingColumn> columns = new ArrayList<>();
        for (int column = 0; column < names.length; column++) {
            columns.add(new NumericColumn(names[column], values[column]));
        }
        return new TrainingTable(columns, lines.size() - 1);
    }
}
