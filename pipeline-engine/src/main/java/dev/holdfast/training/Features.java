package dev.holdfast.training;

import java.util.List;
import java.util.Map;

/**
 * The features that a model uses.
 *
 * @param encoders in the order of the model's inputs
 * @param dropped name to reason
 */
record Features(List<FeatureEncoder> encoders, Map<String, String> dropped) {
    List<String> names() {
        return encoders.stream().map(FeatureEncoder::name).toList();
    }

    List<FeatureEncoder.Numeric> numeric() {
        return encoders.stream()
                .filter(FeatureEncoder.Numeric.class::isInstance)
                .map(FeatureEncoder.Numeric.class::cast)
                .toList();
    }

    List<FeatureEncoder.Categorical> categorical() {
        return encoders.stream()
                .filter(FeatureEncoder.Categorical.class::isInstance)
                .map(FeatureEncoder.Categorical.class::cast)
                .toList();
    }

    /** The columns of the model's matrix: the numbers first, then the categories of each text. */
    int width() {
        return numeric().size()
                + categorical().stream()
                        .mapToInt(FeatureEncoder.Categorical::width)
                        .sum();
    }

    /** For each column of the model's matrix the feature that it comes from. */
    String[] origins() {
        String[] origins = new String[width()];
        int column = 0;
        for (FeatureEncoder.Numeric feature : numeric()) {
            origins[column++] = feature.name();
        }
        for (FeatureEncoder.Categorical feature : categorical()) {
            for (int each = 0; each < feature.width(); each++) {
                origins[column++] = feature.name();
            }
        }
        return origins;
    }
}
