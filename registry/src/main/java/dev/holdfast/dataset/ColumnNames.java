package dev.holdfast.dataset;

import dev.holdfast.kernel.FieldError;
import dev.holdfast.kernel.ProblemException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The rule for the names of columns: anything readable, once. */
final class ColumnNames {
    private static final int MAX_LENGTH = 256;
    private static final int MOST_ERRORS = 20;

    private ColumnNames() {}

    /** A problem with every name that is empty, too long, unprintable or there already. */
    static void check(List<String> names, int maxColumns) {
        if (names.size() > maxColumns) {
            throw ProblemException.invalid(
                    "columns",
                    names.size(),
                    "are more than the " + maxColumns
                            + " that a dataset may have; drop some or raise holdfast.datasets.max-columns.");
        }
        List<FieldError> errors = new ArrayList<>();
        Map<String, Integer> seen = new HashMap<>();
        for (int i = 0; i < names.size() && errors.size() < MOST_ERRORS; i++) {
            String name = names.get(i);
            String field = "column " + (i + 1);
            if (name.isBlank()) {
                errors.add(new FieldError(field, name, "has no name; give every column one."));
            } else if (name.length() > MAX_LENGTH) {
                errors.add(new FieldError(
                        field,
                        name.substring(0, 40) + "…",
                        "has a name of " + name.length() + " characters; " + MAX_LENGTH + " are allowed."));
            } else if (name.chars().anyMatch(Character::isISOControl)) {
                errors.add(new FieldError(
                        field, name, "has a control character (such as a line break) in its name; remove it."));
            }
            Integer earlier = seen.putIfAbsent(name.toLowerCase(Locale.ROOT), i + 1);
            if (earlier != null && !name.isBlank()) {
                boolean same = names.get(earlier - 1).equals(name);
                errors.add(new FieldError(
                        field,
                        name,
                        (same ? "has the same name as column " : "differs only in case from column ") + earlier
                                + "; rename one of them."));
            }
        }
        if (!errors.isEmpty()) {
            throw ProblemException.invalid(errors);
        }
    }
}
