package dev.holdfast.training;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * Writes an ONNX graph, node by node; each method returns the name of what it has made. The order of the calls decides the
 * bytes, nothing else does.
 */
final class OnnxGraph {
    /** Both old enough for every ONNX Runtime of the last years. */
    private static final long OPSET = 17;

    private static final long ML_OPSET = 3;
    private static final long IR_VERSION = 8;
    private static final String ML_DOMAIN = "ai.onnx.ml";

    private final GraphProto.Builder graph = GraphProto.newBuilder();
    private final String prefix;
    private int made;

    /** {@code inputs} are names that values in between must not have. */
    OnnxGraph(String name, List<String> inputs) {
        graph.setName(name);
        String free = "holdfast/";
        while (startsAny(inputs, free)) {
            free = "_" + free;
        }
        this.prefix = free;
    }

    private static boolean startsAny(List<String> inputs, String start) {
        return inputs.stream().anyMatch(input -> input.startsWith(start));
    }

    /** An input or output of {@code columns} columns (0: a vector) and any number of rows. */
    private static ValueInfoProto value(String name, TensorProto.DataType type, long columns) {
        TensorShapeProto.Builder shape = TensorShapeProto.newBuilder()
                .addDim(TensorShapeProto.Dimension.newBuilder().setDimParam("rows"));
        if (columns > 0) {
            shape.addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(columns));
        }
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder()
                        .setTensorType(TypeProto.Tensor.newBuilder()
                                .setElemType(type.getNumber())
                                .setShape(shape)))
                .build();
    }

    void input(String name, TensorProto.DataType type) {
        graph.addInput(value(name, type, 1));
    }

    /** Gives {@code value} its name outside. */
    void output(String value, String name, TensorProto.DataType type, long columns) {
        graph.addNode(
                NodeProto.newBuilder().setOpType("Identity").addInput(value).addOutput(name));
        graph.addOutput(value(name, type, columns));
    }

    String floats(float[] values, long... shape) {
        ByteBuffer raw = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        raw.asFloatBuffer().put(values);
        return constant(
                TensorProto.newBuilder()
                        .setDataType(TensorProto.DataType.FLOAT.getNumber())
                        .setRawData(ByteString.copyFrom(raw)),
                shape);
    }

    String longs(long[] values, long... shape) {
        ByteBuffer raw = ByteBuffer.allocate(values.length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        raw.asLongBuffer().put(values);
        return constant(
                TensorProto.newBuilder()
                        .setDataType(TensorProto.DataType.INT64.getNumber())
                        .setRawData(ByteString.copyFrom(raw)),
                shape);
    }

    String texts(List<String> values) {
        TensorProto.Builder tensor = TensorProto.newBuilder().setDataType(TensorProto.DataType.STRING.getNumber());
        values.forEach(value -> tensor.addStringData(ByteString.copyFromUtf8(value)));
        return constant(tensor, values.size());
    }

    private String constant(TensorProto.Builder tensor, long... shape) {
        String name = next("constant");
        for (long dimension : shape) {
            tensor.addDims(dimension);
        }
        graph.addInitializer(tensor.setName(name));
        return name;
    }

    /** A node of the standard operators. */
    String node(String operator, List<String> inputs, AttributeProto... attributes) {
        return node("", operator, inputs, attributes);
    }

    /** A node of the machine-learning operators. */
    String learned(String operator, List<String> inputs, AttributeProto... attributes) {
        return node(ML_DOMAIN, operator, inputs, attributes);
    }

    private String node(String domain, String operator, List<String> inputs, AttributeProto... attributes) {
        String output = next(operator);
        graph.addNode(NodeProto.newBuilder()
                .setName(output)
                .setDomain(domain)
                .setOpType(operator)
                .addAllInput(inputs)
                .addAllAttribute(List.of(attributes))
                .addOutput(output));
        return output;
    }

    /** The inputs side by side. */
    String concat(List<String> inputs) {
        return inputs.size() == 1 ? inputs.getFirst() : node("Concat", inputs, integer("axis", 1));
    }

    byte[] toBytes() {
        return ModelProto.newBuilder()
                .setIrVersion(IR_VERSION)
                .setProducerName("holdfast")
                .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(OPSET))
                .addOpsetImport(
                        OperatorSetIdProto.newBuilder().setDomain(ML_DOMAIN).setVersion(ML_OPSET))
                .setGraph(graph)
                .build()
                .toByteArray();
    }

    private String next(String kind) {
        return prefix + kind + "_" + made++;
    }

    static AttributeProto integer(String name, long value) {
        return attribute(name, AttributeProto.AttributeType.INT).setI(value).build();
    }

    static AttributeProto text(String name, String value) {
        return attribute(name, AttributeProto.AttributeType.STRING)
                .setS(ByteString.copyFromUtf8(value))
                .build();
    }

    static AttributeProto integers(String name, List<Long> values) {
        return attribute(name, AttributeProto.AttributeType.INTS)
                .addAllInts(values)
                .build();
    }

    static AttributeProto numbers(String name, List<Float> values) {
        return attribute(name, AttributeProto.AttributeType.FLOATS)
                .addAllFloats(values)
                .build();
    }

    static AttributeProto words(String name, List<String> values) {
        return attribute(name, AttributeProto.AttributeType.STRINGS)
                .addAllStrings(values.stream().map(ByteString::copyFromUtf8).toList())
                .build();
    }

    private static AttributeProto.Builder attribute(String name, AttributeProto.AttributeType type) {
        return AttributeProto.newBuilder().setName(name).setType(type);
    }
}
