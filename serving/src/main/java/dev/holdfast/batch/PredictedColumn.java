package dev.holdfast.batch;

import dev.holdfast.model.TensorType;

/**
 * A column of the output that holds predictions.
 *
 * @param output the model's output that it comes from
 * @param element which of the output's elements in a row
 */
record PredictedColumn(String name, String output, int element, TensorType type) {
    /** What DuckDB calls its values: wide enough for all of them. */
    String sqlType() {
        return switch (type) {
            case BOOL -> "BOOLEAN";
            case INT8, UINT8, INT16, UINT16, INT32 -> "INTEGER";
            case UINT32, INT64 -> "BIGINT";
            case UINT64 -> "DECIMAL(20, 0)";
            case FP16, FP32 -> "FLOAT";
            case FP64 -> "DOUBLE";
            case BYTES -> "VARCHAR";
        };
    }
}
