package dev.holdfast.pipeline;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What one step of a pipeline is to do. */
sealed interface StepSpec {
    Common common();

    StepKind kind();

    /** What it takes, in the order of the definition. */
    List<Reference> references();

    default String name() {
        return common().name();
    }

    /**
     * What every step has.
     *
     * @param cache whether an earlier success may stand for this step where nothing changed
     * @param canonical the definition without the name, in one line: the same text means the same work
     */
    record Common(String name, boolean cache, String canonical) {}

    /**
     * Queries over the inputs.
     *
     * @param outputs the query of each output, in the order of the definition
     */
    record Sql(Common common, List<Reference> references, Map<String, String> outputs) implements StepSpec {
        @Override
        public StepKind kind() {
            return StepKind.SQL;
        }
    }

    /**
     * Trains a model in the JVM.
     *
     * @param task classification, regression or auto
     * @param features the columns to learn from; empty for all but the label, the order-by column and {@code exclude}
     */
    record Train(
            Common common,
            Reference data,
            String label,
            String algorithm,
            String task,
            List<String> features,
            List<String> exclude,
            Holdout holdout,
            long seed,
            Map<String, Object> params,
            @Nullable String experiment)
            implements StepSpec {
        @Override
        public StepKind kind() {
            return StepKind.TRAIN;
        }

        @Override
        public List<Reference> references() {
            return List.of(data);
        }
    }

    /**
     * Which rows are kept from training.
     *
     * @param share of the rows, 0 up to but not 1
     * @param orderBy a column whose greatest values are held out, {@code file} for the last rows as they stand, absent for a
     *     seeded random choice
     */
    record Holdout(double share, @Nullable String orderBy) {
        static final String FILE_ORDER = "file";
    }

    /** Scores a model on rows whose labels are known. */
    record Evaluate(Common common, Reference model, Reference data) implements StepSpec {
        @Override
        public StepKind kind() {
            return StepKind.EVALUATE;
        }

        @Override
        public List<Reference> references() {
            return List.of(model, data);
        }
    }

    /** Lets a model pass, or ends the run. */
    record Gate(
            Common common,
            Reference evaluation,
            Map<String, Threshold> thresholds,
            @Nullable IncumbentRule incumbent) implements StepSpec {
        @Override
        public StepKind kind() {
            return StepKind.GATE;
        }

        @Override
        public List<Reference> references() {
            return List.of(evaluation);
        }
    }

    /** Bounds of one metric, both inclusive. */
    record Threshold(@Nullable Double min, @Nullable Double max) {}

    /**
     * Compares with what serves.
     *
     * @param maxRegression how much worse than the live model the new one may be, in the metric's own unit
     */
    record IncumbentRule(String deployment, String metric, double maxRegression) {}

    /** Makes the model a version of a registered model. */
    record Register(
            Common common,
            Reference model,
            String as,
            @Nullable Reference gate,
            List<String> aliases,
            Map<String, String> tags)
            implements StepSpec {
        @Override
        public StepKind kind() {
            return StepKind.REGISTER;
        }

        @Override
        public List<Reference> references() {
            return Stream.of(model, gate).filter(java.util.Objects::nonNull).toList();
        }
    }

    /** Releases a model version. */
    record Deploy(Common common, String deployment, Reference version) implements StepSpec {
        @Override
        public StepKind kind() {
            return StepKind.DEPLOY;
        }

        @Override
        public List<Reference> references() {
            return List.of(version);
        }
    }
}
