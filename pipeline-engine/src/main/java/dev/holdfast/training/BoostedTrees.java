package dev.holdfast.training;

import dev.holdfast.kernel.ProblemException;
import dev.holdfast.kernel.ProblemType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoost;
import ml.dmlc.xgboost4j.java.XGBoostError;
import org.jspecify.annotations.Nullable;

/** Gradient-boosted trees by XGBoost, histogram method. */
final class BoostedTrees {
    private static final int MOST_TREES = 20_000;
    private static final int MESSAGES = 10;

    private final int rounds;
    private final int maxDepth;
    private final double learningRate;
    private final double minChildWeight;
    private final double minSplitLoss;
    private final double rowSample;
    private final double columnSample;
    private final double l2;
    private final double l1;
    private final int maxBins;
    private final int earlyStoppingRounds;
    private final double validationShare;
    private final int threads;
    private final long seed;

    BoostedTrees(Params params, long seed) {
        this.rounds = params.integer("rounds", 100, 1, 10_000);
        this.maxDepth = params.integer("max_depth", 4, 1, 16);
        this.learningRate = params.number("learning_rate", 0.1, 1e-6, 1);
        this.minChildWeight = params.number("min_child_weight", 1, 0, 1e9);
        this.minSplitLoss = params.number("min_split_loss", 0, 0, 1e9);
        this.rowSample = params.number("row_sample", 1, 0.01, 1);
        this.columnSample = params.number("column_sample", 1, 0.01, 1);
        this.l2 = params.number("l2", 1, 0, 1e9);
        this.l1 = params.number("l1", 0, 0, 1e9);
        this.maxBins = params.integer("max_bins", 256, 2, 65_535);
        this.earlyStoppingRounds = params.integer("early_stopping_rounds", 0, 0, 10_000);
        this.validationShare = params.number("validation_share", 0.1, 0.01, 0.5);
        // One by default: on cores that serve predictions too, OpenMP's busy waiting made two ten times slower than
        // one.
        this.threads = params.integer("threads", 1, 1, 256);
        this.seed = seed;
    }

    Fitted fit(Dataset training, @Nullable Dataset validation, Features features, LabelEncoder label, Steps steps) {
        Objective objective = Objective.of(label);
        if ((long) rounds * objective.treesPerRound() > MOST_TREES) {
            throw ProblemException.invalid(
                    "params.rounds",
                    rounds,
                    "makes " + (long) rounds * objective.treesPerRound() + " trees, one per class and round; at most "
                            + MOST_TREES);
        }
        int kept = training.rows();
        if (earlyStoppingRounds > 0 && validation == null) {
            kept -= Math.max(1, (int) (kept * validationShare));
            steps.message("Early stopping goes by the last " + (training.rows() - kept)
                    + " rows, which are not trained on; give validation rows to choose others.");
        }
        try (Matrix rows = Matrix.of(training, features, 0, kept);
                Matrix held = validation != null
                        ? Matrix.of(validation, features, 0, validation.rows())
                        : kept < training.rows() ? Matrix.of(training, features, kept, training.rows()) : null) {
            Map<String, DMatrix> watched = new LinkedHashMap<>();
            watched.put("train", rows.matrix());
            if (held != null) {
                watched.put("validation", held.matrix());
            }
            Booster booster = XGBoost.train(rows.matrix(), settings(objective), 0, watched, null, null);
            try {
                int best = boost(booster, watched, objective, steps);
                TreeModel model = TreeModel.parse(booster.toByteArray("json"), best * objective.treesPerRound());
                return new Fitted(model.toOnnx(features, label), steps.metrics(), model.importance(features.origins()));
            } finally {
                booster.dispose();
            }
        } catch (XGBoostError e) {
            throw new ProblemException(ProblemType.INTERNAL, "XGBoost failed to train", e);
        } catch (LinkageError e) {
            throw new ProblemException(
                    ProblemType.NOT_SUPPORTED,
                    "XGBoost's native library can't be loaded on this machine; install the OpenMP run time (libgomp1 on"
                            + " Linux, libomp on macOS) and restart the server",
                    e);
        }
    }

    /** Returns the rounds to keep. */
    private int boost(Booster booster, Map<String, DMatrix> watched, Objective objective, Steps steps)
            throws XGBoostError {
        DMatrix[] matrices = watched.values().toArray(DMatrix[]::new);
        String[] names = watched.keySet().toArray(String[]::new);
        int best = 0;
        double lowest = Double.POSITIVE_INFINITY;
        for (int round = 0; round < rounds; round++) {
            steps.stopIfCancelled();
            booster.update(matrices[0], round);
            List<Double> figures = figures(booster.evalSet(matrices, names, round));
            for (int at = 0; at < names.length; at++) {
                steps.record(names[at] + "_" + objective.metric(), round, figures.get(at));
            }
            if ((round + 1) % Math.max(1, rounds / MESSAGES) == 0) {
                steps.message("Round " + (round + 1) + " of " + rounds + ": " + names[names.length - 1] + " "
                        + objective.metric() + " " + figures.getLast() + ".");
            }
            if (figures.getLast() < lowest) {
                lowest = figures.getLast();
                best = round;
            } else if (earlyStoppingRounds > 0 && round - best >= earlyStoppingRounds) {
                steps.message("Stopped after round " + (round + 1) + ": validation " + objective.metric()
                        + " was lowest after round " + (best + 1) + ".");
                return best + 1;
            }
        }
        return earlyStoppingRounds > 0 ? best + 1 : rounds;
    }

    /** XGBoost tells them as one line: {@code [3]<tab>train-logloss:0.61<tab>validation-logloss:0.63}. */
    private static List<Double> figures(String line) {
        return line.lines()
                .flatMap(text -> List.of(text.split("\t")).stream().skip(1))
                .map(part -> Double.valueOf(part.substring(part.lastIndexOf(':') + 1)))
                .toList();
    }

    private Map<String, Object> settings(Objective objective) {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("booster", "gbtree");
        settings.put("tree_method", "hist");
        settings.put("device", "cpu");
        settings.put("objective", objective.name());
        settings.put("eval_metric", objective.nativeMetric());
        if (objective.treesPerRound() > 1) {
            settings.put("num_class", objective.treesPerRound());
        }
        settings.put("max_depth", maxDepth);
        settings.put("eta", learningRate);
        settings.put("min_child_weight", minChildWeight);
        settings.put("gamma", minSplitLoss);
        settings.put("subsample", rowSample);
        settings.put("colsample_bytree", columnSample);
        settings.put("lambda", l2);
        settings.put("alpha", l1);
        settings.put("max_bin", maxBins);
        settings.put("nthread", threads);
        settings.put("seed", Math.floorMod(seed, Integer.MAX_VALUE));
        settings.put("verbosity", 0);
        return settings;
    }

    /** What XGBoost calls a task. */
    private record Objective(String name, String nativeMetric, String metric, int treesPerRound) {
        static Objective of(LabelEncoder label) {
            if (label.task() == Task.REGRESSION) {
                return new Objective("reg:squarederror", "rmse", "rmse", 1);
            }
            int classes = label.classes().size();
            return classes == 2
                    ? new Objective("binary:logistic", "logloss", "log_loss", 1)
                    : new Objective("multi:softprob", "mlogloss", "log_loss", classes);
        }
    }
}
