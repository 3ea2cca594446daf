package dev.holdfast.inference;

import dev.holdfast.runtime.Tensor;

/** Reads the values of a tensor of known shape, flat or nested as the shape says. */
final class NestedValues {
    private NestedValues() {}

    /** The scanner stands before a list. A {@link BadValue} where there are other values than the shape says. */
    static void read(JsonScanner json, TensorBuilder elements, long[] shape) {
        json.beginArray();
        if (!json.nextElement()) {
            if (Tensor.elements(shape) > 0) {
                throw tooFew(0, Tensor.elements(shape));
            }
        } else if (json.peek() == '[') {
            nested(json, elements, shape, 0);
        } else {
            flat(json, elements, Tensor.elements(shape));
        }
    }

    /** The scanner stands before the first value. */
    private static void flat(JsonScanner json, TensorBuilder elements, int count) {
        int found = 0;
        do {
            if (++found > count) {
                throw new BadValue("there are more than the " + count + " values that the shape says");
            }
            elements.add(json);
        } while (json.nextElement());
        if (found < count) {
            throw tooFew(found, count);
        }
    }

    private static BadValue tooFew(long found, long wanted) {
        return new BadValue("there are " + found + " values where the shape says " + wanted);
    }

    /** The scanner stands before the first inner list. */
    private static void nested(JsonScanner json, TensorBuilder elements, long[] shape, int depth) {
        if (depth >= shape.length) {
            throw new BadValue("the lists are not nested as the shape says");
        }
        if (depth == shape.length - 1) {
            flat(json, elements, Math.toIntExact(shape[depth]));
            return;
        }
        long found = 0;
        do {
            if (json.peek() != '[') {
                throw new BadValue("the lists are not nested as the shape says");
            }
            if (++found > shape[depth]) {
                throw new BadValue(
                        "dimension " + depth + " has more than the " + shape[depth] + " entries that the shape says");
            }
            json.beginArray();
            if (json.nextElement()) {
                nested(json, elements, shape, depth + 1);
            } else if (shape[depth + 1] > 0) {
                throw tooFew(0, shape[depth + 1]);
            }
        } while (json.nextElement());
        if (found < shape[depth]) {
            throw new BadValue(
                    "dimension " + depth + " has " + found + " entries where the shape says " + shape[depth]);
        }
    }
}
