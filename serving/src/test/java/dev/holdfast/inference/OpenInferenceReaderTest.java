package dev.holdfast.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.kernel.ProblemException;
import dev.holdfast.model.TensorType;
import dev.holdfast.runtime.Tensor;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OpenInferenceReaderTest {
    @Test
    void nestedAndFlatDataAreTheSame() {
        Tensor flat = tensor("FP32", "[2, 3]", "[1, 2.5, 3, 4, 5, 6]");
        Tensor nested = tensor("FP32", "[2, 3]", "[[1, 2.5, 3], [4, 5, 6]]");
        assertThat(flat.floats()).containsExactly(1, 2.5f, 3, 4, 5, 6);
        assertThat(nested.bytes()).isEqualTo(flat.bytes());
        assertThat(nested.shape()).containsExactly(2, 3);
    }

    @Test
    void dataMayComeBeforeWhatSaysHowToReadIt() {
        InferenceRequest request = read("""
                {"outputs": [{"name": "y", "parameters": {"binary_data": false}}], "id": "7",
                 "inputs": [{"data": [[1], [null]], "shape": [2, 1], "extra": {"x": [1]}, "name": "x", "datatype": "FP64"}]}""");
        assertThat(request.id()).isEqualTo("7");
        assertThat(request.outputs().names()).containsExactly("y");
        assertThat(x(request).doubles()).containsExactly(1, Double.NaN);
    }

    @Test
    void missingAndInfiniteValuesHaveTheirForms() {
        assertThat(tensor("FP32", "[6]", "[null, \"NaN\", NaN, \"Infinity\", -Infinity, 1e-3]")
                        .floats())
                .containsExactly(
                        Float.NaN, Float.NaN, Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, 0.001f);
        assertThat(tensor("BYTES", "[2]", "[null, \"gr\u00f6\u00dfe\"]").texts())
                .containsExactly("", "gr\u00f6\u00dfe");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "INT8 | -128 | 127 | 128",
                "UINT8 | 0 | 255 | 256",
                "INT16 | -32768 | 32767 | -32769",
                "UINT16 | 0 | 65535 | -1",
                "INT32 | -2147483648 | 2147483647 | 2147483648",
                "UINT32 | 0 | 4294967295 | 4294967296",
                "INT64 | -9223372036854775808 | 9223372036854775807 | 9223372036854775808",
                "UINT64 | 0 | 9223372036854775807 | 18446744073709551616",
                "FP32 | 0 | 16777216 | 1e39",
                "FP16 | 0 | 2048 | 70000",
                "FP64 | 0 | 9007199254740992 | 1e309",
                "BOOL | 0 | 1 | 2"
            })
    void everyTypeHasItsRange(TensorType type, String least, String most, String beyond) {
        assertThat(tensor(type.name(), "[2]", "[" + least + ", " + most + "]").longs())
                .containsExactly(Long.parseLong(least), Long.parseLong(most));
        assertThatThrownBy(() -> tensor(type.name(), "[2]", "[0, " + beyond + "]"))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining(beyond)
                .hasMessageContaining("range")
                .hasMessageContaining("element 1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "FP32 | [2] | [1] | 1 values where the shape says 2",
                "FP32 | [2] | [1, 2, 3] | more than the 2 values",
                "FP32 | [2, 2] | [[1, 2], [3]] | 1 values where the shape says 2",
                "FP32 | [2, 2] | [[1, 2]] | dimension 0 has 1 entries",
                "FP32 | [2, 2] | [[1, 2], 3, 4] | not nested as the shape says",
                "FP32 | [2] | [[1], [2]] | a list is not a number",
                "FP32 | [1] | ['x'] | 'x' is a text; a number is needed",
                "FP32 | [1] | [true] | true is not a number",
                "FP32 | [1] | [{}] | an object is not a number",
                "INT64 | [1] | [1.5] | 1.5 is not a whole number",
                "INT64 | [1] | [null] | nothing for missing",
                "BYTES | [1] | [7] | 7 is not a text",
                "BOOL | [1] | ['yes'] | not true or false",
                "FP32 | [4611686018427387904, 4] | [1] | more values than the request holds",
                "FP32 | [1000000] | [1] | more values than the request holds",
                "FP32 | [-1] | [1] | whole numbers of 0 or more",
                "FP99 | [1] | [1] | is not a datatype; use one of",
                "FP32 | [1] | 7 | a list, nested or flat"
            })
    void whatIsWrongIsNamed(String type, String shape, String data, String message) {
        assertThatThrownBy(() -> tensor(type, shape, data.replace('\'', '"')))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining(message.replace('\'', '"'));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "nonsense",
                "{\"inputs\": []}",
                "{\"inputs\": {}}",
                "{}",
                "{\"inputs\": [{\"name\": \"x\"}]}",
                "{\"inputs\": [{\"name\": \"x\", \"datatype\": \"FP32\", \"shape\": [1], \"data\": [1",
                "{\"inputs\": [{\"name\": \"x\", \"datatype\": \"FP32\", \"shape\": [1], \"data\": [1]}]} tail",
            })
    void whatIsNoRequestIsAProblemAndNoFailure(String body) {
        assertThatThrownBy(() -> read(body)).isInstanceOf(ProblemException.class);
    }

    @Test
    void nestingHasALimit() {
        assertThatThrownBy(() -> read("{\"inputs\": " + "[".repeat(10_000))).isInstanceOf(ProblemException.class);
        assertThatThrownBy(() -> read("{\"parameters\": " + "{\"a\":".repeat(10_000)))
                .isInstanceOf(ProblemException.class);
        assertThatThrownBy(() -> tensor("FP32", "[1]", "[".repeat(10_000))).isInstanceOf(ProblemException.class);
    }

    @Test
    void whatWouldMeanSomethingElseIfIgnoredIsRefused() {
        assertThatThrownBy(() -> read("""
                        {"inputs": [{"name": "x", "datatype": "FP32", "shape": [1], "parameters": {"shared_memory_region": "r"}}]}""")).hasMessageContaining("shared_memory_region is not supported");
        assertThat(x(read("""
                        {"parameters": {"sequence_id": 0, "sequence_start": false, "priority": 1, "timeout": 2000},
                         "inputs": [{"name": "x", "datatype": "FP32", "shape": [1], "data": [1]}]}""")).floats()).containsExactly(1);
    }

    private static Tensor tensor(String type, String shape, String data) {
        return x(read("{\"inputs\": [{\"name\": \"x\", \"datatype\": \"%s\", \"shape\": %s, \"data\": %s}]}"
                .formatted(type, shape, data)));
    }

    private static Tensor x(InferenceRequest request) {
        return Objects.requireNonNull(request.inputs().get("x"));
    }

    private static InferenceRequest read(String body) {
        return OpenInferenceReader.read(body.getBytes(StandardCharsets.UTF_8));
    }
}
