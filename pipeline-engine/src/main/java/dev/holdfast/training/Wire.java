package dev.holdfast.training;

import java.util.Locale;

/** Names as users write them. */
final class Wire {
    private Wire() {}

    static String name(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
