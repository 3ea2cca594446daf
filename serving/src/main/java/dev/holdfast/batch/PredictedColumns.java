package dev.holdfast.batch;

import dev.holdfast.model.ModelSignature;
import dev.holdfast.model.ModelVersion;
import dev.holdfast.model.TensorSpec;
import dev.holdfast.model.TensorType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Names the columns of predictions as answers with named columns name them: a label with its probabilities, one value, or every output by its
 * name. An output of several elements in a row becomes as many columns.
 */
final class PredictedColumns {
    private static final int MAX_CLASS_NAME = 100;

    private PredictedColumns() {}

    /** Elements in a row of each output, in the signature's order; empty where the signature leaves one of them open. */
    static Optional<List<Integer>> widths(ModelSignature signature) {
        List<Integer> widths = new ArrayList<>();
        for (TensorSpec output : signature.outputs()) {
            long width = 1;
            for (long extent : output.shape().subList(1, output.shape().size())) {
                if (extent < 0) {
                    return Optional.empty();
                }
                width *= extent;
            }
            widths.add(Math.toIntExact(width));
        }
        return Optional.of(widths);
    }

    /** @param widths elements in a row of each output, in the signature's order */
    static List<PredictedColumn> of(ModelVersion version, List<Integer> widths, String prefix) {
        List<TensorSpec> outputs = version.signature().outputs();
        TensorSpec label = find(outputs, "label", "output_label");
        TensorSpec probabilities = label == null ? null : find(outputs, "probabilities", "output_probability");
        List<PredictedColumn> columns = new ArrayList<>();
        for (int i = 0; i < outputs.size(); i++) {
            TensorSpec output = outputs.get(i);
            int width = widths.get(i);
            if (output.equals(label)) {
                add(columns, output, prefix + "label", names(width));
            } else if (output.equals(probabilities)) {
                add(columns, output, prefix + "probability", classes(version, width));
            } else if (outputs.size() == 1 && width == 1 && output.datatype() != TensorType.BYTES) {
                add(columns, output, prefix + "value", names(width));
            } else {
                add(columns, output, prefix + output.name(), names(width));
            }
        }
        return columns;
    }

    private static void add(List<PredictedColumn> columns, TensorSpec output, String name, List<String> elements) {
        for (int i = 0; i < elements.size(); i++) {
            String suffix = elements.get(i).isEmpty() ? "" : "_" + elements.get(i);
            columns.add(new PredictedColumn(name + suffix, output.name(), i, output.datatype()));
        }
    }

    private static @Nullable TensorSpec find(List<TensorSpec> outputs, String name, String otherName) {
        return outputs.stream()
                .filter(output -> output.name().equals(name))
                .findFirst()
                .or(() -> outputs.stream()
                        .filter(output -> output.name().equals(otherName))
                        .findFirst())
                .orElse(null);
    }

    private static List<String> names(int width) {
        if (width == 1) {
            return List.of("");
        }
        List<String> names = new ArrayList<>(width);
        for (int i = 0; i < width; i++) {
            names.add(Integer.toString(i));
        }
        return names;
    }

    /** The model's classes where it names as many and a dataset can have them as columns, otherwise their positions. */
    private static List<String> classes(ModelVersion version, int width) {
        if (version.facts().get("classes") instanceof List<?> known && known.size() == width) {
            List<String> names = known.stream().map(String::valueOf).toList();
            Set<String> different = new HashSet<>();
            if (names.stream()
                    .allMatch(name -> !name.isBlank()
                            && name.length() <= MAX_CLASS_NAME
                            && name.chars().noneMatch(Character::isISOControl)
                            && different.add(name.toLowerCase(Locale.ROOT)))) {
                return names;
            }
        }
        return width == 1 ? List.of("0") : names(width);
    }
}
