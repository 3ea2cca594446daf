package dev.holdfast.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.holdfast.kernel.ProblemException;
import dev.holdfast.kernel.ProblemType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrainersTest {
    @ParameterizedTest
    @CsvSource({
        "GRADIENT_BOOSTED_TREES, two",
        "GRADIENT_BOOSTED_TREES, three",
        "GRADIENT_BOOSTED_TREES, amount",
        "LOGISTIC_REGRESSION, two",
        "LOGISTIC_REGRESSION, three",
        "LINEAR_REGRESSION, amount"
    })
    void givesTheSameBytesForTheSameInputs(Algorithm algorithm, String label) throws Exception {
        TrainingTable table = RandomTable.of(2000, 5, 2, 3);
        TrainingSpec spec = new TrainingSpec(
                algorithm,
                Task.AUTO,
                label,
                RandomTable.features(table),
                algorithm == Algorithm.GRADIENT_BOOSTED_TREES
                        ? Map.of("rounds", 20, "row_sample", "0.7", "column_sample", 0.7)
                        : Map.of(),
                7);
        byte[] first = Trainers.train(table, spec, Progress.none()).onnx();
        try (ExecutorService pool = Executors.newFixedThreadPool(3)) {
            List<Future<TrainedModel>> others = new ArrayList<>();
            for (int each = 0; each < 3; each++) {
                others.add(pool.submit(() -> Trainers.train(RandomTable.of(2000, 5, 2, 3), spec, Progress.none())));
            }
            for (Future<TrainedModel> other : others) {
                assertThat(other.get().onnx()).isEqualTo(first);
            }
        }
        assertThat(Trainers.train(RandomTable.of(2000, 5, 2, 4), spec, Progress.none())
                        .onnx())
                .isNotEqualTo(first);
    }

    @Test
    void givesTheSameTreesWithMoreThreads() {
        TrainingTable table = RandomTable.of(4000, 5, 2, 3);

        assertThat(trees(table, "two", Map.of("rounds", 3, "threads", 2)).onnx())
                .isEqualTo(
                        trees(table, "two", Map.of("rounds", 3, "threads", 1)).onnx());
    }

    @Test
    void usesTheSeed() {
        TrainingTable table = RandomTable.of(1000, 5, 0, 3);
        TrainingSpec spec = spec(table, "two", Map.of("rounds", 5, "row_sample", 0.5));
        TrainingSpec other = new TrainingSpec(
                spec.algorithm(), spec.task(), spec.label(), spec.features(), spec.params(), spec.seed() + 1);

        assertThat(Trainers.train(table, spec, Progress.none()).onnx())
                .isNotEqualTo(Trainers.train(table, other, Progress.none()).onnx());
    }

    @Test
    void recordsWhatItDid() throws Exception {
        TrainingTable table = RandomTable.of(2000, 5, 2, 3);
        TrainingTable validation = RandomTable.of(500, 5, 2, 4);
        List<String> messages = new ArrayList<>();

        TrainedModel model =
                Trainers.train(table, validation, spec(table, "three", Map.of("rounds", 10)), messages::add);

        assertThat(model.task()).isEqualTo(Task.CLASSIFICATION);
        assertThat(model.classes()).containsExactly("-3", "2", "7");
        assertThat(model.features()).containsExactly("n0", "c0", "n1", "c1", "n2", "n3", "n4");
        assertThat(model.params())
                .containsEntry("rounds", "10")
                .containsEntry("max_categories", "100")
                .containsEntry("threads", "1");
        assertThat(model.libraries()).containsEntry("xgboost", "2.1.4").containsKey("jvm");
        assertThat(model.importance()).hasSize(7);
        assertThat(model.metrics().stream().map(StepMetric::key).distinct())
                .containsExactly("train_log_loss", "validation_log_loss");
        assertThat(model.metrics()).hasSize(20);
        assertThat(model.metrics().getLast().value())
                .isLessThan(model.metrics().get(1).value());
        assertThat(messages).anyMatch(text -> text.contains("infinite values"));
        try (OnnxScorer scorer = new OnnxScorer(model.onnx())) {
            assertThat(scorer.session().getInputNames()).containsExactlyElementsOf(model.features());
            assertThat(scorer.session().getOutputNames()).containsExactly("label", "probabilities");
            NumericColumn truth = (NumericColumn) validation.column("three").orElseThrow();
            EvaluationReport report = Evaluation.classification(
                    Arrays.stream(truth.values())
                            .mapToObj(value -> Long.toString((long) value))
                            .toArray(String[]::new),
                    model.classes(),
                    scorer.probabilities(validation),
                    scorer.labels(validation));
            assertThat(report.metrics().get("log_loss"))
                    .isCloseTo(model.metrics().getLast().value(), org.assertj.core.data.Offset.offset(1e-4));
        }
    }

    @Test
    void stopsEarlyAndKeepsTheBestRounds() throws Exception {
        TrainingTable table = RandomTable.of(600, 5, 0, 3);

        TrainedModel model = trees(
                table,
                "two",
                Map.of("rounds", 500, "learning_rate", 0.5, "early_stopping_rounds", 5, "validation_share", 0.3));

        assertThat(model.metrics().getLast().step()).isLessThan(200);
        assertThat(model.onnx().length).isLessThan(200_000);
    }

    @Test
    void stopsWhenCancelled() {
        TrainingTable table = RandomTable.of(500, 3, 1, 3);
        for (Algorithm algorithm : Algorithm.values()) {
            String label = algorithm == Algorithm.LINEAR_REGRESSION ? "amount" : "two";
            TrainingSpec spec = new TrainingSpec(algorithm, Task.AUTO, label, RandomTable.features(table), Map.of(), 1);
            assertThatThrownBy(() -> Trainers.train(table, spec, new Progress() {
                        @Override
                        public void message(String text) {}

                        @Override
                        public boolean cancelled() {
                            return true;
                        }
                    }))
                    .isInstanceOf(CancellationException.class);
        }
    }

    @Test
    void leavesUselessColumnsOutAndSaysSo() {
        int rows = 400;
        TrainingTable base = RandomTable.of(rows, 1, 0, 5);
        double[] constant = new double[rows];
        double[] empty = new double[rows];
        Arrays.fill(empty, Double.NaN);
        String[] ids = new String[rows];
        String[] many = new String[rows];
        for (int row = 0; row < rows; row++) {
            ids[row] = "id-" + row;
            many[row] = "m" + row % 150;
        }
        List<TrainingColumn> columns = new ArrayList<>(base.columns());
        columns.add(new NumericColumn("constant", constant));
        columns.add(new NumericColumn("empty", empty));
        columns.add(new CategoricalColumn("id", ids));
        columns.add(new CategoricalColumn("many", many));
        TrainingTable table = new TrainingTable(columns, rows);
        List<String> messages = new ArrayList<>();

        TrainedModel model = Trainers.train(
                table,
                new TrainingSpec(
                        Algorithm.LOGISTIC_REGRESSION,
                        Task.AUTO,
                        "two",
                        List.of("n0", "constant", "empty", "id", "many"),
                        Map.of(),
                        1),
                messages::add);

        assertThat(model.features()).containsExactly("n0", "many");
        assertThat(model.droppedFeatures()).containsOnlyKeys("constant", "empty", "id");
        assertThat(messages)
                .anyMatch(text -> text.contains("constant is left out"))
                .anyMatch(text -> text.contains("looks like an id"))
                .anyMatch(text -> text.contains("of 150 categories the 100 most frequent"));
    }

    @Test
    void countsRowsWithoutLabel() {
        TrainingTable table = RandomTable.of(100, 2, 0, 5);
        CategoricalColumn label = (CategoricalColumn) table.column("two").orElseThrow();
        label.values()[3] = "";
        label.values()[4] = "";
        List<String> messages = new ArrayList<>();

        TrainedModel model = Trainers.train(table, spec(table, "two", Map.of("rounds", 2)), messages::add);

        assertThat(model.rows()).isEqualTo(98);
        assertThat(messages).anyMatch(text -> text.startsWith("2 of 100 rows are left out"));
    }

    @Test
    void namesFieldAndFixOfWhatCannotBeTrained() {
        TrainingTable table = RandomTable.of(100, 2, 0, 5);
        double[] ones = new double[100];
        Arrays.fill(ones, 1);
        TrainingTable single = new TrainingTable(
                List.of(table.columns().getFirst(), new NumericColumn("y", ones), new CategoricalColumn("t", texts())),
                100);

        assertProblem(table, spec(table, "gone", Map.of()), "label", "is not a column of the data");
        assertProblem(single, spec(single, "y", Map.of(), "n0"), "label", "only the class \"1\"");
        assertProblem(single, spec(single, "t", Map.of(), "n0"), "label", "at least two classes");
        assertProblem(table, spec(table, "two", Map.of(), "n9"), "features", "is not a column");
        assertProblem(table, spec(table, "two", Map.of(), "two"), "features", "is the label");
        assertProblem(single, spec(table, "t", Map.of(), "y"), "label", "at least two classes");
        assertProblem(table, spec(table, "two", Map.of("round", 3)), "params.round", "is not a parameter");
        assertProblem(table, spec(table, "two", Map.of("rounds", 0)), "params.rounds", "whole number from 1");
        assertProblem(table, spec(table, "two", Map.of("l2", "much")), "params.l2", "must be a number");
        TrainingTable few = RandomTable.of(9, 2, 0, 5);
        assertProblem(few, spec(few, "three", Map.of()), "data", "at least 10");
        assertProblem(
                table,
                new TrainingSpec(Algorithm.LINEAR_REGRESSION, Task.CLASSIFICATION, "two", List.of("n0"), Map.of(), 1),
                "task",
                "does not fit linear_regression");
        assertProblem(
                table,
                new TrainingSpec(Algorithm.LOGISTIC_REGRESSION, Task.AUTO, "amount", List.of("n0"), Map.of(), 1),
                "label",
                "classes are texts");
        TrainingTable clash = new TrainingTable(
                List.of(
                        table.columns().getFirst(),
                        new NumericColumn("prediction", ones),
                        table.columns().get(2)),
                100);
        assertProblem(
                clash,
                spec(clash, clash.columns().get(2).name(), Map.of(), "prediction"),
                "features",
                "model's output");
        assertThatThrownBy(() -> new TrainingTable(
                        List.of(new NumericColumn("a", new double[1]), new NumericColumn("a", new double[1])), 1))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("appears twice");
    }

    private static String[] texts() {
        String[] texts = new String[100];
        Arrays.fill(texts, "same");
        return texts;
    }

    private static void assertProblem(TrainingTable table, TrainingSpec spec, String field, String message) {
        ProblemException problem =
                catchThrowableOfType(ProblemException.class, () -> Trainers.train(table, spec, Progress.none()));
        assertThat(problem.type()).isEqualTo(ProblemType.INVALID);
        assertThat(problem.errors().getFirst().field()).isEqualTo(field);
        assertThat(problem.detail()).contains(message);
    }

    private static TrainedModel trees(TrainingTable table, String label, Map<String, Object> params) {
        return Trainers.train(table, spec(table, label, params), Progress.none());
    }

    private static TrainingSpec spec(TrainingTable table, String label, Map<String, Object> params) {
        return new TrainingSpec(
                Algorithm.GRADIENT_BOOSTED_TREES, Task.AUTO, label, RandomTable.features(table), params, 1);
    }

    private static TrainingSpec spec(
            TrainingTable table, String label, Map<String, Object> params, String... features) {
        assertThat(table.rows()).isPositive();
        return new TrainingSpec(Algorithm.GRADIENT_BOOSTED_TREES, Task.AUTO, label, List.of(features), params, 1);
    }
}
