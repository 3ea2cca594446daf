package dev.holdfast.training;

/**
 * Rows ready for a trainer.
 *
 * @param table the features
 * @param labels per row the class's position or the number
 */
@SuppressWarnings("ArrayRecordComponent")
record Dataset(EncodedTable table, double[] labels) {
    int rows() {
        return table.rows();
    }
}
