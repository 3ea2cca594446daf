package dev.holdfast.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.kernel.ProblemException;
import dev.holdfast.model.ModelSignature;
import dev.holdfast.model.TensorSpec;
import dev.holdfast.model.TensorType;
import dev.holdfast.runtime.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BinaryTensorsTest {
    @Test
    void rawTensorsFollowTheJsonInTheirOrder() {
        String json = """
                {"inputs": [{"name": "a", "datatype": "FP32", "shape": [1, 2], "parameters": {"binary_data_size": 8}},
                            {"name": "j", "datatype": "INT8", "shape": [1], "data": [7]},
                            {"name": "b", "shape": [2], "datatype": "BYTES", "parameters": {"binary_data_size": 11}}],
                 "outputs": [{"name": "x", "parameters": {"binary_data": true}}, {"name": "y"}]}""";
        ByteBuffer tail = ByteBuffer.allocate(19).order(ByteOrder.LITTLE_ENDIAN);
        tail.putFloat(1.5f)
                .putFloat(Float.NaN)
                .putInt(3)
                .put("é1".getBytes(StandardCharsets.UTF_8))
                .putInt(0);
        InferenceRequest request = read(json, tail.array());
        assertThat(tensor(request, "a").floats()).containsExactly(1.5f, Float.NaN);
        assertThat(tensor(request, "j").longs()).containsExactly(7);
        assertThat(tensor(request, "b").texts()).containsExactly("é1", "");
        assertThat(request.outputs().isBinary("x")).isTrue();
        assertThat(request.outputs().isBinary("y")).isFalse();
        assertThat(BinaryTensors.write(tensor(request, "b"))).isEqualTo(tail.slice(8, 11));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "FP32  | [1, 2] | 4  | 4  | there are 4 bytes where FP32 of shape [1, 2] has 8",
                "FP32  | [1, 2] | 8  | 9  | has 1 bytes behind the tensors",
                "FP32  | [1, 2] | 8  | 4  | binary_data_size is 8, and 4 bytes follow",
                "FP32  | [1, 2] | -8 | 8  | must be a number of bytes, 0 or more",
                "FP64  | [4611686018427387904, 4] | 8 | 8 | more values than a request holds",
                "BYTES | [1]    | 3  | 3  | text 0 is longer than the bytes that follow",
                "BYTES | [2]    | 4  | 4  | there are 1 texts where the shape says 2",
                "BYTES | [0]    | 4  | 4  | more than the 0 texts"
            })
    void bytesThatDoNotFitAreNamed(String type, String shape, long told, int sent, String message) {
        String json = "{\"inputs\": [{\"name\": \"x\", \"datatype\": \"%s\", \"shape\": %s, \"parameters\":"
                        .formatted(type, shape)
                + " {\"binary_data_size\": " + told + "}}]}";
        assertThatThrownBy(() -> read(json, new byte[sent]))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining(message);
    }

    @Test
    void aTextThatIsNotUtf8IsRefused() {
        byte[] tail = {1, 0, 0, 0, (byte) 0xff};
        String json = "{\"inputs\": [{\"name\": \"x\", \"datatype\": \"BYTES\", \"shape\": [1], \"parameters\":"
                + " {\"binary_data_size\": 5}}]}";
        assertThatThrownBy(() -> read(json, tail)).hasMessageContaining("text 0 is not UTF-8");
    }

    @Test
    void aBodyWithoutHeaderIsTheOneInput() {
        ModelSignature matrix = signature(TensorType.FP32, -1, 2);
        byte[] body = ByteBuffer.allocate(16)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putFloat(0, 1)
                .putFloat(12, 4)
                .array();
        InferenceRequest request = OpenInferenceReader.readRaw(body, matrix);
        assertThat(tensor(request, "x").shape()).containsExactly(2, 2);
        assertThat(tensor(request, "x").floats()).containsExactly(1, 0, 0, 4);
        assertThat(request.outputs().isBinary("any")).isTrue();
        assertThatThrownBy(() -> OpenInferenceReader.readRaw(new byte[12], matrix))
                .hasMessageContaining("there are 12 bytes");
        assertThatThrownBy(() -> OpenInferenceReader.readRaw(body, signature(TensorType.FP32, -1, -1)))
                .hasMessageContaining("more than one dimension");
        Tensor text = tensor(
                OpenInferenceReader.readRaw("hé".getBytes(StandardCharsets.UTF_8), signature(TensorType.BYTES, -1, 1)),
                "x");
        assertThat(text.texts()).containsExactly("hé");
    }

    private static ModelSignature signature(TensorType type, long... shape) {
        List<Long> extents = Arrays.stream(shape).boxed().toList();
        return new ModelSignature(List.of(new TensorSpec("x", type, extents)), List.of());
    }

    private static Tensor tensor(InferenceRequest request, String name) {
        return Objects.requireNonNull(request.inputs().get(name));
    }

    private static InferenceRequest read(String json, byte[] tail) {
        byte[] head = json.getBytes(StandardCharsets.UTF_8);
        return OpenInferenceReader.read(
                ByteBuffer.allocate(head.length + tail.length)
                        .put(head)
                        .put(tail)
                        .array(),
                head.length);
    }
}
