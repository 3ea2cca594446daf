package dev.holdfast.pipeline;

import dev.holdfast.kernel.FieldError;
import dev.holdfast.kernel.ProblemException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.Node;

/** Gathers everything that is wrong with a definition, each with its place in the text. */
final class DefinitionErrors {
    private static final int LIMIT = 100;
    private static final Comparator<Located> BY_PLACE =
            Comparator.comparingInt(Located::line).thenComparingInt(Located::column);

    private final List<Located> located = new ArrayList<>();

    private record Located(int line, int column, @Nullable Object value, String message) {
        FieldError toFieldError() {
            return new FieldError("line " + line + ", column " + column, value, message);
        }
    }

    void add(Node node, String path, @Nullable Object value, String message) {
        add(node.getStartMark(), value, path.isEmpty() ? message : path + " " + message);
    }

    void add(Optional<Mark> mark, @Nullable Object value, String message) {
        located.add(new Located(
                mark.map(Mark::getLine).orElse(0) + 1, mark.map(Mark::getColumn).orElse(0) + 1, value, message));
    }

    void throwIfAny() {
        if (!located.isEmpty()) {
            throw ProblemException.invalid(located.stream()
                    .sorted(BY_PLACE)
                    .limit(LIMIT)
                    .map(Located::toFieldError)
                    .toList());
        }
    }

    boolean isEmpty() {
        return located.isEmpty();
    }

    /** {@code did you mean 'x'? } where something known is close to {@code given}, then what is known. */
    static String suggestion(String given, Collection<String> known) {
        if (known.isEmpty()) {
            return "there are none.";
        }
        String all = "known are " + String.join(", ", known) + ".";
        return known.stream()
                .min(Comparator.comparingInt(candidate -> distance(given, candidate)))
                .filter(candidate -> distance(given, candidate)
                        <= (candidate.length() < 4 ? 1 : Math.max(2, candidate.length() / 3)))
                .map(candidate -> "did you mean '" + candidate + "'? Known: " + String.join(", ", known) + ".")
                .orElse(all);
    }

    /** Levenshtein's distance, upper and lower case alike. */
    private static int distance(String left, String right) {
        String a = left.toLowerCase(Locale.ROOT);
        String b = right.toLowerCase(Locale.ROOT);
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int substitution = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(substitution, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
