package dev.holdfast.training;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * XGBoost's trees, from the JSON that it saves its models as, and the same trees as ONNX.
 *
 * <p>XGBoost goes left where {@code value < threshold}, both 32-bit floats: ONNX's BRANCH_LT with left as the true branch.
 * Missing values go where training found it best, node by node. Leaves add up to a margin that starts from the base score.
 */
final class TreeModel {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final List<Tree> trees;
    private final float baseMargin;
    private final int targets;

    private TreeModel(List<Tree> trees, float baseMargin, int targets) {
        this.trees = trees;
        this.baseMargin = baseMargin;
        this.targets = targets;
    }

    /** One tree; {@code target} is the class whose margin it adds to. */
    private record Tree(
            int target,
            JsonNode left,
            JsonNode right,
            JsonNode features,
            JsonNode conditions,
            JsonNode defaultLeft,
            JsonNode gains) {
        boolean leaf(int node) {
            return left.get(node).intValue() < 0;
        }

        /** From the root on: what pruning has cut off stays in the file, unreachable, and is no part of the tree. */
        List<Integer> nodes() {
            List<Integer> nodes = new ArrayList<>(List.of(0));
            for (int at = 0; at < nodes.size(); at++) {
                int node = nodes.get(at);
                if (!leaf(node)) {
                    nodes.add(left.get(node).intValue());
                    nodes.add(right.get(node).intValue());
                }
            }
            return nodes;
        }
    }

    /** The first {@code kept} trees of a saved model. */
    static TreeModel parse(byte[] json, int kept) {
        JsonNode learner = JSON.readTree(json).required("learner");
        JsonNode settings = learner.required("learner_model_param");
        JsonNode model = learner.required("gradient_booster").required("model");
        List<Tree> trees = new ArrayList<>();
        for (int at = 0; at < kept; at++) {
            JsonNode tree = model.required("trees").required(at);
            trees.add(new Tree(
                    model.required("tree_info").required(at).intValue(),
                    tree.required("left_children"),
                    tree.required("right_children"),
                    tree.required("split_indices"),
                    tree.required("split_conditions"),
                    tree.required("default_left"),
                    tree.required("loss_changes")));
        }
        float base = Float.parseFloat(settings.required("base_score").stringValue());
        boolean probability =
                learner.required("objective").required("name").stringValue().equals("binary:logistic");
        // The base score is saved as the user sees it, a probability; the margins are log odds.
        float margin = probability ? (float) -StrictMath.log(1 / (double) base - 1) : base;
        int classes = Integer.parseInt(settings.required("num_class").stringValue());
        return new TreeModel(trees, margin, Math.max(1, classes));
    }

    /** The gain of all splits on a feature, summed. */
    Map<String, Double> importance(String[] origins) {
        Map<String, Double> gains = new LinkedHashMap<>();
        for (String origin : origins) {
            gains.put(origin, 0.0);
        }
        for (Tree tree : trees) {
            for (int node : tree.nodes()) {
                if (!tree.leaf(node)) {
                    gains.merge(
                            origins[tree.features().get(node).intValue()],
                            tree.gains().get(node).doubleValue(),
                            Double::sum);
                }
            }
        }
        return gains;
    }

    byte[] toOnnx(Features features, LabelEncoder label) {
        ModelGraph model = new ModelGraph("gradient_boosted_trees", features);
        List<String> numbers =
                features.numeric().isEmpty() ? List.of() : List.of(model.numbersWithoutInfinities(Float.NaN));
        String margins = ensemble(model.graph(), model.matrix(numbers, FeatureEncoder.Categorical.NONE));
        return label.task() == Task.REGRESSION ? model.regression(margins) : model.classifier(margins, label);
    }

    private String ensemble(OnnxGraph graph, String matrix) {
        List<Long> treeIds = new ArrayList<>();
        List<Long> nodeIds = new ArrayList<>();
        List<Long> featureIds = new ArrayList<>();
        List<Float> thresholds = new ArrayList<>();
        List<String> modes = new ArrayList<>();
        List<Long> lefts = new ArrayList<>();
        List<Long> rights = new ArrayList<>();
        List<Long> missingLeft = new ArrayList<>();
        List<Long> leafTrees = new ArrayList<>();
        List<Long> leafNodes = new ArrayList<>();
        List<Long> leafTargets = new ArrayList<>();
        List<Float> leafWeights = new ArrayList<>();
        for (int at = 0; at < trees.size(); at++) {
            Tree tree = trees.get(at);
            for (int node : tree.nodes()) {
                boolean leaf = tree.leaf(node);
                float condition = tree.conditions().get(node).floatValue();
                treeIds.add((long) at);
                nodeIds.add((long) node);
                featureIds.add(leaf ? 0 : tree.features().get(node).longValue());
                thresholds.add(leaf ? 0 : condition);
                modes.add(leaf ? "LEAF" : "BRANCH_LT");
                lefts.add(leaf ? 0 : tree.left().get(node).longValue());
                rights.add(leaf ? 0 : tree.right().get(node).longValue());
                missingLeft.add(leaf ? 0 : tree.defaultLeft().get(node).longValue());
                if (leaf) {
                    leafTrees.add((long) at);
                    leafNodes.add((long) node);
                    leafTargets.add((long) tree.target());
                    leafWeights.add(condition);
                }
            }
        }
        List<Float> base = new ArrayList<>();
        for (int target = 0; target < targets; target++) {
            base.add(baseMargin);
        }
        return graph.learned(
                "TreeEnsembleRegressor",
                List.of(matrix),
                OnnxGraph.text("aggregate_function", "SUM"),
                OnnxGraph.numbers("base_values", base),
                OnnxGraph.integer("n_targets", targets),
                OnnxGraph.integers("nodes_falsenodeids", rights),
                OnnxGraph.integers("nodes_featureids", featureIds),
                OnnxGraph.integers("nodes_missing_value_tracks_true", missingLeft),
                OnnxGraph.words("nodes_modes", modes),
                OnnxGraph.integers("nodes_nodeids", nodeIds),
                OnnxGraph.integers("nodes_treeids", treeIds),
                OnnxGraph.integers("nodes_truenodeids", lefts),
                OnnxGraph.numbers("nodes_values", thresholds),
                OnnxGraph.text("post_transform", "NONE"),
                OnnxGraph.integers("target_ids", leafTargets),
                OnnxGraph.integers("target_nodeids", leafNodes),
                OnnxGraph.integers("target_treeids", leafTrees),
                OnnxGraph.numbers("target_weights", leafWeights));
    }
}
