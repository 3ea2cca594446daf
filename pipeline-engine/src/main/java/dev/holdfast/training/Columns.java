package dev.holdfast.training;

import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Small questions about columns. */
final class Columns {
    private static final int MOST_NAMES = 30;

    private Columns() {}

    static boolean present(@Nullable String value) {
        return value != null && !value.isEmpty();
    }

    /** The columns' names for a message, not too many of them. */
    static String names(TrainingTable table) {
        String names = table.columns().stream()
                .limit(MOST_NAMES)
                .map(TrainingColumn::name)
                .collect(Collectors.joining(", "));
        return table.columns().size() > MOST_NAMES ? names + ", …" : names;
    }
}
