package dev.holdfast.search;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an identifier is compared with. */
public sealed interface Literal {
    record Text(String value) implements Literal {}

    /**
     * A number.
     *
     * @param value the nearest, infinite where it is too great
     * @param whole the same as a whole number, absent where it was not written as one or has more than 64 bits
     */
    record Numeric(double value, @Nullable Long whole) implements Literal {
        /** The exact number where there is one. */
        public Object exact() {
            return whole == null ? (Object) value : whole;
        }
    }

    /** The list of {@code IN} and {@code NOT IN}: at least one text. */
    record Texts(List<String> values) implements Literal {
        public Texts {
            values = List.copyOf(values);
        }
    }
}
