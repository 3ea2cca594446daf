package dev.holdfast.runtime;

import java.util.Map;

/**
 * What a request asks of a queue.
 *
 * @param rows of its first input
 * @param bytes of all its inputs
 */
record RunSize(int rows, long bytes) {
    static RunSize of(Map<String, Tensor> inputs) {
        int rows = 1;
        long bytes = 0;
        boolean first = true;
        for (Tensor tensor : inputs.values()) {
            if (first) {
                rows = tensor.rows();
                first = false;
            }
            bytes += tensor.sizeBytes();
        }
        return new RunSize(rows, bytes);
    }
}
