package dev.holdfast.inference;

import dev.holdfast.kernel.ProblemException;
import dev.holdfast.model.ModelVersion;
import dev.holdfast.model.TensorSpec;
import dev.holdfast.runtime.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The columns that a model takes, as they are filled row by row: an input for each, or one matrix whose columns are known. */
final class ModelColumns {
    /** A column as it is filled. */
    static final class Column {
        final TensorSpec spec;
        final TensorBuilder values;
        /** The last row that had a value here. */
        int lastRow = -1;

        private Column(TensorSpec spec) {
            this.spec = spec;
            this.values = new TensorBuilder(spec.name(), spec.datatype());
        }

        private Tensor tensor(int rows) {
            return spec.shape().size() == 1 ? values.build(rows) : values.build(rows, 1);
        }
    }

    private final Map<String, Column> columns = new LinkedHashMap<>();
    private final @Nullable TensorSpec matrix;

    private ModelColumns(List<TensorSpec> columns, @Nullable TensorSpec matrix) {
        columns.forEach(column -> this.columns.put(column.name(), new Column(column)));
        this.matrix = matrix;
    }

    /**
     * The columns of a model.
     *
     * @throws ProblemException 409 where it takes tensors rather than columns
     */
    static ModelColumns of(String deployment, ModelVersion version) {
        List<TensorSpec> inputs = version.signature().inputs();
        if (inputs.stream().allMatch(ModelColumns::isColumn)) {
            return new ModelColumns(inputs, null);
        }
        List<TensorSpec> columns = MatrixColumns.of(version);
        if (columns.isEmpty()) {
            throw ProblemException.conflict("The model of deployment \"" + deployment
                    + "\" takes tensors and not one value for each column; use POST /v2/models/" + deployment
                    + "/infer. GET /v2/models/" + deployment + " says what it takes.");
        }
        return new ModelColumns(columns, inputs.getFirst());
    }

    /**
     * The same for rows whose columns have names of the caller's own: they fill a matrix of as many columns in their order, where the
     * model does not name its columns.
     */
    static ModelColumns of(String deployment, ModelVersion version, List<String> names) {
        List<TensorSpec> inputs = version.signature().inputs();
        if (inputs.size() == 1
                && !isColumn(inputs.getFirst())
                && MatrixColumns.of(version).isEmpty()) {
            TensorSpec only = inputs.getFirst();
            List<Long> shape = only.shape();
            if (shape.size() == 2 && shape.getFirst() < 0 && (shape.getLast() < 0 || shape.getLast() == names.size())) {
                return new ModelColumns(
                        names.stream()
                                .map(name -> new TensorSpec(name, only.datatype(), List.of(-1L, 1L)))
                                .toList(),
                        only);
            }
        }
        return of(deployment, version);
    }

    static boolean isColumn(TensorSpec input) {
        List<Long> shape = input.shape();
        return (shape.size() == 1 || (shape.size() == 2 && shape.get(1) == 1)) && shape.getFirst() < 0;
    }

    /** The columns by their names, in the model's order. */
    Map<String, Column> byName() {
        return columns;
    }

    /** The model's inputs, when every column has as many values. */
    Map<String, Tensor> tensors(int rows) {
        Map<String, Tensor> tensors = LinkedHashMap.newLinkedHashMap(columns.size());
        columns.forEach((name, column) -> tensors.put(name, column.tensor(rows)));
        return matrix == null
                ? tensors
                : Map.of(matrix.name(), MatrixColumns.join(matrix, List.copyOf(tensors.values()), rows));
    }
}
