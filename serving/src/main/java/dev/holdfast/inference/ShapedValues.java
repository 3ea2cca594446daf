package dev.holdfast.inference;

import dev.holdfast.model.TensorSpec;
import dev.holdfast.runtime.Tensor;
import java.util.Arrays;

/** Collects nested lists of values, whose brackets say the shape: the same number of entries on each level. */
final class ShapedValues {
    private static final int MAX_RANK = 16;

    private final TensorSpec spec;
    private final TensorBuilder values;
    private final long[] extents = new long[MAX_RANK];
    private int rank = -1;
    private int rows;

    ShapedValues(TensorSpec spec) {
        this.spec = spec;
        this.values = new TensorBuilder(spec.name(), spec.datatype());
        Arrays.fill(extents, -1);
    }

    String name() {
        return spec.name();
    }

    /** Reads all of the tensor. */
    Tensor whole(JsonScanner json) {
        read(json, 0);
        long[] shape = Arrays.copyOf(extents, Math.max(0, rank));
        return build(shape);
    }

    /** Reads one row of the tensor. */
    void row(JsonScanner json) {
        read(json, 1);
        rows++;
    }

    /** The tensor of the rows; a {@link BadValue} where others have more. */
    Tensor tensor(int all) {
        if (rows != all) {
            throw new BadValue("'" + spec.name() + "' is in " + rows + " of " + all + " instances");
        }
        long[] shape = Arrays.copyOf(extents, rank);
        shape[0] = rows;
        return build(shape);
    }

    /** One value for each row is a column of one where that is what the model takes. */
    private Tensor build(long[] shape) {
        boolean column =
                shape.length == 1 && spec.shape().size() == 2 && spec.shape().getLast() == 1;
        return values.build(column ? new long[] {shape[0], 1} : shape);
    }

    private void read(JsonScanner json, int depth) {
        if (json.peek() != '[') {
            if (rank >= 0 && rank != depth) {
                throw ragged();
            }
            rank = depth;
            try {
                values.add(json);
            } catch (BadValue e) {
                throw new BadValue("'" + spec.name() + "', value " + values.size() + ": " + e.message());
            }
            return;
        }
        if (depth == MAX_RANK || (rank >= 0 && depth >= rank)) {
            throw ragged();
        }
        long found = 0;
        json.beginArray();
        while (json.nextElement()) {
            read(json, depth + 1);
            found++;
        }
        if (found == 0) {
            throw new BadValue("'" + spec.name() + "' has an empty list; send at least one row");
        }
        if (extents[depth] >= 0 && extents[depth] != found) {
            throw ragged();
        }
        extents[depth] = found;
    }

    private BadValue ragged() {
        return new BadValue("'" + spec.name() + "' has lists of different lengths or depths");
    }
}
