package dev.holdfast.testkit;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import java.util.Arrays;
import java.util.List;

/** Makes ONNX models of a few hundred bytes: what the trainers' models look like from outside. The same call gives the same bytes. */
public final class TinyOnnx {
    private static final String ROWS = "N";
    private static final int IR_VERSION = 8;
    private static final int OPSET = 15;

    private TinyOnnx() {}

    /**
     * A softmax over a linear function. Inputs: each column FP32 [N, 1]. Outputs: {@code label} BYTES [N] and {@code probabilities}
     * FP32 [N, classes]. With a column above zero the last class wins, below zero the first.
     *
     * @param bias added to the last class's score: models with different biases answer differently
     */
    public static byte[] classifier(List<String> numericColumns, List<String> classes, double bias) {
        int width = numericColumns.size();
        int count = classes.size();
        float[] weights = new float[width * count];
        for (int column = 0; column < width; column++) {
            for (int label = 0; label < count; label++) {
                weights[column * count + label] = label;
            }
        }
        float[] biases = new float[count];
        biases[count - 1] = (float) bias;
        GraphProto.Builder graph = graph("classifier", numericColumns)
                .addInitializer(floats("weights", List.of((long) width, (long) count), weights))
                .addInitializer(floats("biases", List.of((long) count), biases))
                .addInitializer(texts("classes", classes))
                .addNode(node("Gemm", List.of("columns", "weights", "biases"), "scores"))
                .addNode(node("Softmax", List.of("scores"), "probabilities").addAttribute(integer("axis", 1)))
                .addNode(node("ArgMax", List.of("scores"), "index")
                        .addAttribute(integer("axis", 1))
                        .addAttribute(integer("keepdims", 0)))
                .addNode(node("Gather", List.of("classes", "index"), "label").addAttribute(integer("axis", 0)))
                .addOutput(value("label", TensorProto.DataType.STRING, -1))
                .addOutput(value("probabilities", TensorProto.DataType.FLOAT, -1, count));
        return model(graph);
    }

    /**
     * A linear function. Inputs: each column FP32 [N, 1]. Output: {@code prediction} FP32 [N, 1].
     *
     * @param weight of every column
     */
    public static byte[] regression(List<String> numericColumns, double weight, double intercept) {
        int width = numericColumns.size();
        float[] weights = new float[width];
        Arrays.fill(weights, (float) weight);
        GraphProto.Builder graph = graph("regression", numericColumns)
                .addInitializer(floats("weights", List.of((long) width, 1L), weights))
                .addInitializer(floats("intercept", List.of(1L), (float) intercept))
                .addNode(node("Gemm", List.of("columns", "weights", "intercept"), "prediction"))
                .addOutput(value("prediction", TensorProto.DataType.FLOAT, -1, 1));
        return model(graph);
    }

    /**
     * Gives back what it takes: input {@code x}, output {@code y}.
     *
     * @param datatype an ONNX element type: FLOAT, DOUBLE, INT64, STRING, BOOL, FLOAT16 …
     * @param shape -1 = any
     */
    public static byte[] identity(String datatype, long... shape) {
        TensorProto.DataType type = TensorProto.DataType.valueOf(datatype);
        return model(GraphProto.newBuilder()
                .setName("identity")
                .addInput(value("x", type, shape))
                .addNode(node("Identity", List.of("x"), "y"))
                .addOutput(value("y", type, shape)));
    }

    /** Squares numbers: input {@code x} and output {@code y} FP32 [N, W], both of any extent. */
    public static byte[] squares() {
        return model(GraphProto.newBuilder()
                .setName("squares")
                .addInput(value("x", TensorProto.DataType.FLOAT, List.of(ROWS, "W")))
                .addNode(node("Mul", List.of("x", "x"), "y"))
                .addOutput(value("y", TensorProto.DataType.FLOAT, List.of(ROWS, "W"))));
    }

    /** Looks numbers up: input {@code x} INT64 [N], output {@code y} FP32 [N]. Fails on a place that the table does not have. */
    public static byte[] lookup(float... table) {
        return model(GraphProto.newBuilder()
                .setName("lookup")
                .addInput(value("x", TensorProto.DataType.INT64, -1))
                .addInitializer(floats("table", List.of((long) table.length), table))
                .addNode(node("Gather", List.of("table", "x"), "y").addAttribute(integer("axis", 0)))
                .addOutput(value("y", TensorProto.DataType.FLOAT, -1)));
    }

    /** A model whose answer to a row depends on the others: a softmax over each column. Input {@code x}, output {@code y}, FP32 [N, 2]. */
    public static byte[] overRows() {
        return model(GraphProto.newBuilder()
                .setName("over_rows")
                .addInput(value("x", TensorProto.DataType.FLOAT, -1, 2))
                .addNode(node("Softmax", List.of("x"), "y").addAttribute(integer("axis", 0)))
                .addOutput(value("y", TensorProto.DataType.FLOAT, -1, 2)));
    }

    /** A classifier as sklearn's converter makes it by default: its second output is a sequence of maps, not a tensor. */
    public static byte[] zipMap(List<String> classes) {
        TypeProto map = TypeProto.newBuilder()
                .setMapType(TypeProto.Map.newBuilder()
                        .setKeyType(TensorProto.DataType.STRING.getNumber())
                        .setValueType(tensorType(TensorProto.DataType.FLOAT)))
                .build();
        AttributeProto.Builder labels = AttributeProto.newBuilder()
                .setName("classlabels_strings")
                .setType(AttributeProto.AttributeType.STRINGS);
        classes.forEach(label -> labels.addStrings(ByteString.copyFromUtf8(label)));
        return model(GraphProto.newBuilder()
                .setName("zip_map")
                .addInput(value("x", TensorProto.DataType.FLOAT, -1, classes.size()))
                .addNode(node("Softmax", List.of("x"), "scores"))
                .addNode(node("ZipMap", List.of("scores"), "probabilities")
                        .setDomain("ai.onnx.ml")
                        .addAttribute(labels))
                .addOutput(ValueInfoProto.newBuilder()
                        .setName("probabilities")
                        .setType(TypeProto.newBuilder()
                                .setSequenceType(TypeProto.Sequence.newBuilder().setElemType(map)))));
    }

    /** A model whose weights are said to lie in another file. */
    public static byte[] externalData(String location) {
        TensorProto weights = TensorProto.newBuilder()
                .setName("weights")
                .setDataType(TensorProto.DataType.FLOAT.getNumber())
                .addDims(1)
                .setDataLocation(TensorProto.DataLocation.EXTERNAL)
                .addExternalData(
                        StringStringEntryProto.newBuilder().setKey("location").setValue(location))
                .build();
        return model(GraphProto.newBuilder()
                .setName("external")
                .addInput(value("x", TensorProto.DataType.FLOAT, -1))
                .addInitializer(weights)
                .addNode(node("Add", List.of("x", "weights"), "y"))
                .addOutput(value("y", TensorProto.DataType.FLOAT, -1)));
    }

    /** A model that claims weights of this shape and holds four bytes of them. */
    public static byte[] hugeClaim(long... shape) {
        TensorProto.Builder weights = TensorProto.newBuilder()
                .setName("weights")
                .setDataType(TensorProto.DataType.FLOAT.getNumber())
                .setRawData(ByteString.copyFrom(new byte[4]));
        for (long dimension : shape) {
            weights.addDims(dimension);
        }
        return model(GraphProto.newBuilder()
                .setName("huge")
                .addInput(value("x", TensorProto.DataType.FLOAT, -1))
                .addInitializer(weights)
                .addNode(node("Add", List.of("x", "weights"), "y"))
                .addOutput(value("y", TensorProto.DataType.FLOAT, -1)));
    }

    /** A few hundred bytes that make so many floats of nothing when they are run. */
    public static byte[] greedy(long floats) {
        return model(GraphProto.newBuilder()
                .setName("greedy")
                .addInput(value("x", TensorProto.DataType.FLOAT, -1, 1))
                .addInitializer(integers("shape", floats))
                .addNode(node("ConstantOfShape", List.of("shape"), "zeros"))
                .addNode(node("ReduceSum", List.of("zeros"), "sum").addAttribute(integer("keepdims", 0)))
                .addNode(node("Add", List.of("x", "sum"), "y"))
                .addOutput(value("y", TensorProto.DataType.FLOAT, -1, 1)));
    }

    /**
     * Goes round as often as its input says, some microseconds each: input {@code x} INT64 [N, 1], output {@code y} FP32 [N, 1].
     *
     * @param more rounds for every run; {@link Long#MAX_VALUE}: it never ends
     */
    public static byte[] rounds(long more) {
        GraphProto.Builder round = GraphProto.newBuilder()
                .setName("round")
                .addInput(value("i", TensorProto.DataType.INT64))
                .addInput(value("go_on", TensorProto.DataType.BOOL))
                .addInput(value("before", TensorProto.DataType.FLOAT, -1, 1))
                .addNode(node("Identity", List.of("go_on"), "go_on_still"))
                .addNode(node("Cos", List.of("before"), "after"))
                .addOutput(value("go_on_still", TensorProto.DataType.BOOL))
                .addOutput(value("after", TensorProto.DataType.FLOAT, -1, 1));
        return model(GraphProto.newBuilder()
                .setName("rounds")
                .addInput(value("x", TensorProto.DataType.INT64, -1, 1))
                .addInitializer(integers("more", more))
                .addNode(node("ReduceSum", List.of("x"), "asked").addAttribute(integer("keepdims", 0)))
                .addNode(node("Add", List.of("asked", "more"), "rounds"))
                .addNode(node("Cast", List.of("x"), "start")
                        .addAttribute(integer("to", TensorProto.DataType.FLOAT.getNumber())))
                .addNode(node("Loop", List.of("rounds", "", "start"), "y")
                        .addAttribute(AttributeProto.newBuilder()
                                .setName("body")
                                .setType(AttributeProto.AttributeType.GRAPH)
                                .setG(round)))
                .addOutput(value("y", TensorProto.DataType.FLOAT, -1, 1)));
    }

    /** Takes what nobody would guess, rows of three numbers: input {@code x} and output {@code y} FP32 [N, W]. */
    public static byte[] triples() {
        return model(GraphProto.newBuilder()
                .setName("triples")
                .addInput(value("x", TensorProto.DataType.FLOAT, List.of(ROWS, "W")))
                .addInitializer(integers("shape", -1, 3))
                .addNode(node("Reshape", List.of("x", "shape"), "y"))
                .addOutput(value("y", TensorProto.DataType.FLOAT, List.of(ROWS, "W"))));
    }

    private static GraphProto.Builder graph(String name, List<String> numericColumns) {
        GraphProto.Builder graph = GraphProto.newBuilder().setName(name);
        numericColumns.forEach(column -> graph.addInput(value(column, TensorProto.DataType.FLOAT, -1, 1)));
        return graph.addNode(node("Concat", numericColumns, "columns").addAttribute(integer("axis", 1)));
    }

    private static byte[] model(GraphProto.Builder graph) {
        return ModelProto.newBuilder()
                .setIrVersion(IR_VERSION)
                .setProducerName("holdfast-testkit")
                .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(OPSET))
                .addOpsetImport(
                        OperatorSetIdProto.newBuilder().setDomain("ai.onnx.ml").setVersion(3))
                .setGraph(graph)
                .build()
                .toByteArray();
    }

    private static NodeProto.Builder node(String operator, List<String> inputs, String output) {
        return NodeProto.newBuilder()
                .setOpType(operator)
                .setName(output)
                .addAllInput(inputs)
                .addOutput(output);
    }

    private static AttributeProto integer(String name, long value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.INT)
                .setI(value)
                .build();
    }

    private static TensorProto floats(String name, List<Long> shape, float... values) {
        TensorProto.Builder tensor = TensorProto.newBuilder()
                .setName(name)
                .setDataType(TensorProto.DataType.FLOAT.getNumber())
                .addAllDims(shape);
        for (float value : values) {
            tensor.addFloatData(value);
        }
        return tensor.build();
    }

    private static TensorProto integers(String name, long... values) {
        TensorProto.Builder tensor = TensorProto.newBuilder()
                .setName(name)
                .setDataType(TensorProto.DataType.INT64.getNumber())
                .addDims(values.length);
        for (long value : values) {
            tensor.addInt64Data(value);
        }
        return tensor.build();
    }

    private static TensorProto texts(String name, List<String> values) {
        TensorProto.Builder tensor = TensorProto.newBuilder()
                .setName(name)
                .setDataType(TensorProto.DataType.STRING.getNumber())
                .addDims(values.size());
        values.forEach(value -> tensor.addStringData(ByteString.copyFromUtf8(value)));
        return tensor.build();
    }

    private static ValueInfoProto value(String name, TensorProto.DataType type, long... shape) {
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(tensorType(type, shape))
                .build();
    }

    /** @param dimensions names of open ones */
    private static ValueInfoProto value(String name, TensorProto.DataType type, List<String> dimensions) {
        TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
        dimensions.forEach(dimension ->
                shape.addDim(TensorShapeProto.Dimension.newBuilder().setDimParam(dimension)));
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder()
                        .setTensorType(TypeProto.Tensor.newBuilder()
                                .setElemType(type.getNumber())
                                .setShape(shape)))
                .build();
    }

    private static TypeProto tensorType(TensorProto.DataType type, long... shape) {
        TensorShapeProto.Builder dimensions = TensorShapeProto.newBuilder();
        for (long dimension : shape) {
            dimensions.addDim(
                    dimension < 0
                            ? TensorShapeProto.Dimension.newBuilder().setDimParam(ROWS)
                            : TensorShapeProto.Dimension.newBuilder().setDimValue(dimension));
        }
        return TypeProto.newBuilder()
                .setTensorType(TypeProto.Tensor.newBuilder()
                        .setElemType(type.getNumber())
                        .setShape(dimensions))
                .build();
    }
}
