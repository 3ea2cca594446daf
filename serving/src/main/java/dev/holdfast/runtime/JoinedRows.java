package dev.holdfast.runtime;

import dev.holdfast.model.TensorType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Puts the rows of several requests behind each other, and takes the answers apart again. */
final class JoinedRows {
    private static final double TOLERANCE = 1e-3;

    private JoinedRows() {}

    static Tensor tensor(Map<String, Tensor> tensors, String name) {
        return Objects.requireNonNull(tensors.get(name), name);
    }

    /** One request of all their rows, in their order. All have the same inputs, equal but for the number of rows. */
    static Map<String, Tensor> join(List<Map<String, Tensor>> requests) {
        Map<String, Tensor> joined =
                LinkedHashMap.newLinkedHashMap(requests.getFirst().size());
        for (String name : requests.getFirst().keySet()) {
            List<Tensor> parts = new ArrayList<>(requests.size());
            for (Map<String, Tensor> request : requests) {
                parts.add(tensor(request, name));
            }
            joined.put(name, joinOne(name, parts));
        }
        return joined;
    }

    private static Tensor joinOne(String name, List<Tensor> parts) {
        Tensor first = parts.getFirst();
        long[] shape = first.shape();
        int elements = 0;
        shape[0] = 0;
        for (Tensor part : parts) {
            shape[0] += part.rows();
            elements = Math.addExact(elements, part.elements());
        }
        if (first.datatype() == TensorType.BYTES) {
            String[] texts = new String[elements];
            int at = 0;
            for (Tensor part : parts) {
                System.arraycopy(part.texts(), 0, texts, at, part.elements());
                at += part.elements();
            }
            return Tensor.of(name, shape, texts);
        }
        ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(elements, Tensor.bytesPerElement(first.datatype())));
        for (Tensor part : parts) {
            bytes.put(part.bytes());
        }
        return Tensor.of(name, first.datatype(), shape, bytes.flip());
    }

    /** Whether each output has a row for each row that went in. */
    static boolean canBeSplit(Map<String, Tensor> outputs, int rows) {
        return outputs.values().stream().allMatch(output -> output.rank() > 0 && output.extent(0) == rows);
    }

    /** A part of the rows; a copy, so that nobody who keeps it keeps the others'. */
    static Map<String, Tensor> rows(Map<String, Tensor> outputs, int from, int count) {
        Map<String, Tensor> part = LinkedHashMap.newLinkedHashMap(outputs.size());
        outputs.forEach((name, output) -> part.put(name, rowsOfOne(output, from, count)));
        return part;
    }

    private static Tensor rowsOfOne(Tensor output, int from, int count) {
        int perRow = output.rowElements();
        long[] shape = output.shape();
        shape[0] = count;
        if (output.datatype() == TensorType.BYTES) {
            String[] texts = Arrays.copyOfRange(output.texts(), from * perRow, (from + count) * perRow);
            return Tensor.of(output.name(), shape, texts);
        }
        int bytesPerRow = perRow * Tensor.bytesPerElement(output.datatype());
        ByteBuffer part = ByteBuffer.allocate(count * bytesPerRow).order(ByteOrder.LITTLE_ENDIAN);
        part.put(0, output.bytes(), from * bytesPerRow, part.capacity());
        return Tensor.of(output.name(), output.datatype(), shape, part);
    }

    /** Whether two answers say the same, but for what comes of adding numbers up in another order. */
    static boolean agree(Map<String, Tensor> one, Map<String, Tensor> other) {
        return one.keySet().equals(other.keySet())
                && one.keySet().stream().allMatch(name -> agree(tensor(one, name), tensor(other, name)));
    }

    private static boolean agree(Tensor one, Tensor other) {
        if (!Arrays.equals(one.shape(), other.shape())) {
            return false;
        }
        if (one.datatype() == TensorType.BYTES) {
            return Arrays.equals(one.texts(), other.texts());
        }
        if (one.bytes().equals(other.bytes())) {
            return true;
        }
        for (int i = 0; i < one.elements(); i++) {
            double a = one.doubleAt(i);
            double b = other.doubleAt(i);
            boolean near = Double.compare(a, b) == 0 || Math.abs(a - b) <= TOLERANCE * (1 + Math.abs(a));
            if (!near) {
                return false;
            }
        }
        return true;
    }
}
