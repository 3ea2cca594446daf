package dev.holdfast.runtime;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The trees of a model, all nodes side by side. Checked: a walk from a root ends at a leaf, whatever the file says. */
final class XgboostTrees {
    private static final int LEAF = -1;
    /** Categories that XGBoost itself takes for none. */
    private static final float TOO_LARGE_CATEGORY = 16_777_216f;

    private final int[] roots;
    private final int[] groups;
    private final float[] weights;
    private final int[] left;
    private final int[] right;
    private final int[] feature;
    /** What a leaf adds; where a node parts the numbers. */
    private final float[] value;

    private final boolean[] missingGoesLeft;
    /** Of nodes that part categories: those that go right. */
    private final @Nullable BitSet[] categories;

    /**
     * Takes trees from a model's description.
     *
     * @param groups of each tree: the output that it adds to
     * @param weights of each tree
     */
    XgboostTrees(List<XgboostDocument> trees, int[] groups, float[] weights, int features) {
        int[] starts = new int[trees.size()];
        int nodes = 0;
        for (int i = 0; i < starts.length; i++) {
            starts[i] = nodes;
            nodes = Math.addExact(nodes, trees.get(i).numbers("left_children").length);
        }
        this.roots = starts;
        this.groups = groups;
        this.weights = weights;
        left = new int[nodes];
        right = new int[nodes];
        feature = new int[nodes];
        value = new float[nodes];
        missingGoesLeft = new boolean[nodes];
        categories = new BitSet[nodes];
        for (int i = 0; i < starts.length; i++) {
            add(trees.get(i), starts[i], features);
        }
    }

    private void add(XgboostDocument tree, int start, int features) {
        double[] lefts = tree.numbers("left_children");
        double[] rights = tree.numbers("right_children");
        double[] indices = tree.numbers("split_indices");
        double[] conditions = tree.numbers("split_conditions");
        double[] defaults = tree.numbers("default_left");
        int nodes = lefts.length;
        if (nodes == 0
                || rights.length != nodes
                || indices.length != nodes
                || conditions.length != nodes
                || defaults.length != nodes) {
            throw UnfitModel.refused("one of its trees is not whole.");
        }
        boolean[] seen = new boolean[nodes];
        seen[0] = true;
        for (int i = 0; i < nodes; i++) {
            int at = start + i;
            value[at] = (float) conditions[i];
            if (lefts[i] == LEAF) {
                left[at] = LEAF;
                continue;
            }
            left[at] = start + child(lefts[i], seen);
            right[at] = start + child(rights[i], seen);
            if (!(indices[i] >= 0 && indices[i] < features)) {
                throw UnfitModel.refused(
                        "one of its trees asks for the feature " + (long) indices[i] + " of " + features + ".");
            }
            feature[at] = (int) indices[i];
            missingGoesLeft[at] = defaults[i] != 0;
        }
        addCategories(tree, start, nodes);
    }

    /** Every node has one parent, so nothing is walked twice. Nodes that nothing leads to were cut away in training. */
    private static int child(double number, boolean[] seen) {
        if (!(number > 0 && number < seen.length) || seen[(int) number]) {
            throw UnfitModel.refused("one of its trees is none: its nodes lead to each other.");
        }
        seen[(int) number] = true;
        return (int) number;
    }

    private void addCategories(XgboostDocument tree, int start, int nodes) {
        double[] parting = tree.numbersIfThere("categories_nodes");
        if (parting.length == 0) {
            return;
        }
        double[] all = tree.numbers("categories");
        double[] segments = tree.numbers("categories_segments");
        double[] sizes = tree.numbers("categories_sizes");
        for (int i = 0; i < parting.length; i++) {
            boolean whole = i < segments.length
                    && i < sizes.length
                    && parting[i] >= 0
                    && parting[i] < nodes
                    && segments[i] >= 0
                    && sizes[i] >= 0
                    && segments[i] + sizes[i] <= all.length;
            if (!whole) {
                throw UnfitModel.refused("the categories of one of its trees are not whole.");
            }
            BitSet set = new BitSet();
            for (int j = (int) segments[i]; j < (int) (segments[i] + sizes[i]); j++) {
                if (!(all[j] >= 0 && all[j] < TOO_LARGE_CATEGORY)) {
                    throw UnfitModel.refused("one of its trees knows a category " + all[j] + ".");
                }
                set.set((int) all[j]);
            }
            categories[start + (int) parting[i]] = set;
        }
    }

    /** Keeps the first so many trees. */
    XgboostTrees first(int count) {
        return count >= roots.length ? this : new XgboostTrees(this, Arrays.copyOf(roots, Math.max(0, count)));
    }

    private XgboostTrees(XgboostTrees other, int[] roots) {
        this.roots = roots;
        groups = other.groups;
        weights = other.weights;
        left = other.left;
        right = other.right;
        feature = other.feature;
        value = other.value;
        missingGoesLeft = other.missingGoesLeft;
        categories = other.categories;
    }

    /** Bytes of memory that it takes, about. */
    long sizeBytes() {
        return left.length * 22L;
    }

    /**
     * Adds the leaves of rows to their sums, tree by tree: what a tree reads stays near.
     *
     * @param rows one behind the other, {@code width} numbers each
     * @param sums one behind the other, {@code outputs} numbers each
     */
    void add(float[] rows, int count, int width, float[] sums, int outputs) {
        for (int tree = 0; tree < roots.length; tree++) {
            float weight = weights[tree];
            int group = groups[tree];
            for (int row = 0; row < count; row++) {
                int node = roots[tree];
                while (left[node] != LEAF) {
                    node = goesLeft(node, rows[row * width + feature[node]]) ? left[node] : right[node];
                }
                sums[row * outputs + group] += weight * value[node];
            }
        }
    }

    private boolean goesLeft(int node, float number) {
        if (Float.isNaN(number)) {
            return missingGoesLeft[node];
        }
        BitSet known = categories[node];
        if (known == null) {
            return number < value[node];
        }
        return number < 0 || number >= TOO_LARGE_CATEGORY || !known.get((int) number);
    }
}
