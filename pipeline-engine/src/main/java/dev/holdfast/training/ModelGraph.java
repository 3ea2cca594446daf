package dev.holdfast.training;

import ai.onnx.proto.OnnxMl.TensorProto;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The two ends that all our models share: raw columns in; classes with probabilities, or numbers, out. */
final class ModelGraph {
    private final OnnxGraph graph;
    private final Features features;

    ModelGraph(String name, Features features) {
        this.graph = new OnnxGraph(name, features.names());
        this.features = features;
        for (FeatureEncoder encoder : features.encoders()) {
            graph.input(
                    encoder.name(),
                    switch (encoder) {
                        case FeatureEncoder.Numeric _ -> TensorProto.DataType.FLOAT;
                        case FeatureEncoder.Categorical _ -> TensorProto.DataType.STRING;
                    });
        }
    }

    OnnxGraph graph() {
        return graph;
    }

    /** The numeric columns side by side, with {@code fill} (one per column, or one for all) where a value is infinite. */
    String numbersWithoutInfinities(float... fill) {
        String numbers = numbers();
        return graph.node(
                "Where", List.of(graph.node("IsInf", List.of(numbers)), graph.floats(fill, 1, fill.length), numbers));
    }

    /** The numeric columns side by side, with {@code fill} (one per column) where a value is infinite or NaN. */
    String numbersImputed(float[] fill) {
        String numbers = numbers();
        String unusable =
                graph.node("Or", List.of(graph.node("IsNaN", List.of(numbers)), graph.node("IsInf", List.of(numbers))));
        return graph.node("Where", List.of(unusable, graph.floats(fill, 1, fill.length), numbers));
    }

    private String numbers() {
        return graph.concat(
                features.numeric().stream().map(FeatureEncoder::name).toList());
    }

    /** The columns of zeros and ones of a text; {@code missing} is the code of an empty one. */
    String oneHot(FeatureEncoder.Categorical feature, int missing) {
        List<String> keys = new ArrayList<>(feature.categories());
        List<Long> codes = new ArrayList<>();
        for (long code = 0; code < keys.size(); code++) {
            codes.add(code);
        }
        keys.add("");
        codes.add((long) missing);
        String code = graph.learned(
                "LabelEncoder",
                List.of(feature.name()),
                OnnxGraph.words("keys_strings", keys),
                OnnxGraph.integers("values_int64s", codes),
                OnnxGraph.integer("default_int64", feature.otherCode()));
        long[] columns = new long[feature.width()];
        for (int column = 0; column < columns.length; column++) {
            columns[column] = column;
        }
        String equal = graph.node("Equal", List.of(code, graph.longs(columns, 1, columns.length)));
        return graph.node("Cast", List.of(equal), OnnxGraph.integer("to", TensorProto.DataType.FLOAT.getNumber()));
    }

    /** Ends a classifier. {@code margins} has one column for two classes (the second one's log odds), else one per class. */
    byte[] classifier(String margins, LabelEncoder label) {
        List<String> classes = label.classes();
        String probabilities;
        if (classes.size() == 2) {
            String second = graph.node("Sigmoid", List.of(margins));
            String first = graph.node("Sub", List.of(graph.floats(new float[] {1}, 1, 1), second));
            probabilities = graph.concat(List.of(first, second));
        } else {
            probabilities = graph.node("Softmax", List.of(margins), OnnxGraph.integer("axis", 1));
        }
        String best = graph.node(
                "ArgMax", List.of(probabilities), OnnxGraph.integer("axis", 1), OnnxGraph.integer("keepdims", 0));
        String names = label.integers()
                ? graph.longs(classes.stream().mapToLong(Long::parseLong).toArray(), classes.size())
                : graph.texts(classes);
        String predicted = graph.node("Gather", List.of(names, best), OnnxGraph.integer("axis", 0));
        graph.output(
                predicted, "label", label.integers() ? TensorProto.DataType.INT64 : TensorProto.DataType.STRING, 0);
        graph.output(probabilities, "probabilities", TensorProto.DataType.FLOAT, classes.size());
        return graph.toBytes();
    }

    /** Ends a regression. */
    byte[] regression(String prediction) {
        graph.output(prediction, "prediction", TensorProto.DataType.FLOAT, 1);
        return graph.toBytes();
    }

    /** The parts of a model's matrix side by side: the numbers, if any, then each text. */
    String matrix(List<String> numbers, int missing) {
        List<String> parts = new ArrayList<>(numbers);
        features.categorical().forEach(feature -> parts.add(oneHot(feature, missing)));
        return graph.concat(Collections.unmodifiableList(parts));
    }
}
