package dev.holdfast.runtime;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A model of XGBoost, in Java: trees (also with dropout) or a linear function. */
final class XgboostModel {
    private static final int MAX_FEATURES = 1_000_000;
    private static final int MAX_OUTPUTS = 100_000;

    private final XgboostObjective objective;
    private final int features;
    private final int outputs;
    /** What every row's sums begin with. */
    private final float[] margins;

    private final @Nullable XgboostTrees trees;
    /** Weights by feature and output, then what is added to each output. */
    private final float @Nullable [] linear;

    private final List<String> featureNames;

    private XgboostModel(
            XgboostObjective objective,
            int features,
            float[] margins,
            @Nullable XgboostTrees trees,
            float @Nullable [] linear,
            List<String> featureNames) {
        this.objective = objective;
        this.features = features;
        this.outputs = margins.length;
        this.margins = margins;
        this.trees = trees;
        this.linear = linear;
        this.featureNames = featureNames;
    }

    XgboostObjective objective() {
        return objective;
    }

    int features() {
        return features;
    }

    /** Numbers for each row: classes, targets, or 1. */
    int outputs() {
        return outputs;
    }

    /** Empty where it was trained without. */
    List<String> featureNames() {
        return featureNames;
    }

    /** Takes a model from its description; a problem where it is one that can't be served. */
    static XgboostModel of(XgboostDocument document) {
        XgboostDocument learner = document.object("learner");
        XgboostDocument parameters = learner.object("learner_model_param");
        String name = learner.object("objective").text("name");
        XgboostObjective objective = XgboostObjective.of(name)
                .orElseThrow(() -> UnfitModel.refused(
                        "it was trained for " + name + ", and what its sums mean then is not known here."));
        int features = limited(parameters.integer("num_feature"), MAX_FEATURES, "features");
        int targets = parameters.has("num_target") ? parameters.integer("num_target") : 1;
        int outputs = limited(Math.max(1, Math.max(parameters.integer("num_class"), targets)), MAX_OUTPUTS, "outputs");
        float[] margins = margins(parameters.text("base_score"), objective, outputs);
        XgboostDocument booster = learner.object("gradient_booster");
        List<String> featureNames = learner.texts("feature_names");
        if (booster.text("name").equals("gblinear")) {
            return new XgboostModel(
                    objective, features, margins, null, linear(booster, features, outputs), featureNames);
        }
        return new XgboostModel(
                objective,
                features,
                margins,
                trees(booster, features, outputs).first(wanted(learner, booster, outputs)),
                null,
                featureNames);
    }

    private static int limited(int number, int most, String what) {
        if (number < 1 || number > most) {
            throw UnfitModel.refused("it has " + number + " " + what + "; from 1 to " + most + " can be served.");
        }
        return number;
    }

    /** One number for all outputs or one for each, in brackets since version 3.1. */
    private static float[] margins(String baseScore, XgboostObjective objective, int outputs) {
        String[] scores = baseScore.replaceAll("[\\[\\]\\s]", "").split(",", -1);
        if (scores.length != 1 && scores.length != outputs) {
            throw UnfitModel.refused("it has " + scores.length + " base scores for " + outputs + " outputs.");
        }
        float[] margins = new float[outputs];
        for (int i = 0; i < outputs; i++) {
            try {
                margins[i] = objective.margin(Float.parseFloat(scores[scores.length == 1 ? 0 : i]));
            } catch (NumberFormatException e) {
                throw UnfitModel.refused("its base score \"" + baseScore + "\" is not a number.");
            }
        }
        return margins;
    }

    private static XgboostTrees trees(XgboostDocument booster, int features, int outputs) {
        boolean dart = switch (booster.text("name").toLowerCase(Locale.ROOT)) {
            case "gbtree" -> false;
            case "dart" -> true;
            default -> throw UnfitModel.refused("its booster is " + booster.text("name") + ".");
        };
        XgboostDocument model = (dart ? booster.object("gbtree") : booster).object("model");
        List<XgboostDocument> trees = model.objects("trees");
        int[] groups = model.integers("tree_info");
        float[] weights = new float[trees.size()];
        Arrays.fill(weights, 1);
        if (dart) {
            double[] kept = booster.numbers("weight_drop");
            for (int i = 0; i < Math.min(kept.length, weights.length); i++) {
                weights[i] = (float) kept[i];
            }
        }
        if (groups.length != trees.size() || Arrays.stream(groups).anyMatch(group -> group < 0 || group >= outputs)) {
            throw UnfitModel.refused("its trees do not belong to its outputs.");
        }
        if (trees.stream().anyMatch(tree -> tree.object("tree_param").integer("size_leaf_vector") > 1)) {
            throw UnfitModel.refused(
                    "its leaves have several numbers each; train it with" + " multi_strategy=\"one_output_per_tree\".");
        }
        return new XgboostTrees(trees, groups, weights, features);
    }

    /** As many trees as the Python library asks: all, or those up to the best round where a scikit-learn estimator stopped early. */
    private static int wanted(XgboostDocument learner, XgboostDocument booster, int outputs) {
        XgboostDocument attributes = learner.has("attributes") ? learner.object("attributes") : learner;
        if (!attributes.has("scikit_learn") || !attributes.has("best_iteration")) {
            return Integer.MAX_VALUE;
        }
        int rounds = attributes.integer("best_iteration") + 1;
        XgboostDocument model = (booster.has("gbtree") ? booster.object("gbtree") : booster).object("model");
        double[] ends = model.numbersIfThere("iteration_indptr");
        if (rounds >= 0 && rounds < ends.length) {
            return (int) ends[rounds];
        }
        return rounds * outputs * Math.max(1, model.object("gbtree_model_param").integer("num_parallel_tree"));
    }

    private static float[] linear(XgboostDocument booster, int features, int outputs) {
        double[] stated = booster.object("model").numbers("weights");
        if (stated.length != (features + 1L) * outputs) {
            throw UnfitModel.refused("it has " + stated.length + " weights for " + features + " features.");
        }
        float[] weights = new float[stated.length];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (float) stated[i];
        }
        return weights;
    }

    /** Bytes of memory that it takes, about. */
    long sizeBytes() {
        return (trees == null ? 0 : trees.sizeBytes()) + (linear == null ? 0 : linear.length * 4L);
    }

    /** The predictions for rows that lie one behind the other. Missing is NaN. */
    float[] predict(float[] rows, int count) {
        float[] sums = new float[count * outputs];
        for (int row = 0; row < count; row++) {
            System.arraycopy(margins, 0, sums, row * outputs, outputs);
        }
        if (trees != null) {
            trees.add(rows, count, features, sums, outputs);
        }
        if (linear != null) {
            addLinear(linear, rows, count, sums);
        }
        for (int row = 0; row < count; row++) {
            objective.transform(sums, row * outputs, outputs);
        }
        return sums;
    }

    private void addLinear(float[] weights, float[] rows, int count, float[] sums) {
        for (int row = 0; row < count; row++) {
            for (int output = 0; output < outputs; output++) {
                float sum = sums[row * outputs + output] + weights[features * outputs + output];
                for (int i = 0; i < features; i++) {
                    float number = rows[row * features + i];
                    if (!Float.isNaN(number)) {
                        sum += number * weights[i * outputs + output];
                    }
                }
                sums[row * outputs + output] = sum;
            }
        }
    }
}
