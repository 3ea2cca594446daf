package dev.holdfast.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.kernel.ProblemException;
import dev.holdfast.model.ModelFormat;
import dev.holdfast.model.ModelSignature;
import dev.holdfast.model.TensorSpec;
import dev.holdfast.model.TensorType;
import dev.holdfast.testkit.TinyTorchScript;
import java.io.IOException;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TorchScriptTest extends RuntimeContract {
    private static final List<URI> asked = new CopyOnWriteArrayList<>();
    private static final ProxySelector before = ProxySelector.getDefault();

    /** Whatever opens a connection by a URL asks here first. */
    @BeforeAll
    static void listen() {
        ProxySelector.setDefault(new ProxySelector() {
            @Override
            public List<Proxy> select(URI uri) {
                asked.add(uri);
                return List.of(Proxy.NO_PROXY);
            }

            @Override
            public void connectFailed(URI uri, SocketAddress address, IOException failure) {
                // Asked for is enough.
            }
        });
    }

    @AfterAll
    static void theNetworkWasNeverAsked() {
        ProxySelector.setDefault(before);
        assertThat(asked).isEmpty();
        assertThat(NATIVE).isNotEmptyDirectory();
    }

    @Override
    ModelFormat format() {
        return ModelFormat.TORCHSCRIPT;
    }

    @Override
    byte[] model() {
        return TinyTorchScript.linear(0.5f, 2, -1);
    }

    @Override
    ModelSignature stated() {
        return takes(new TensorSpec("x", TensorType.FP32, List.of(-1L, 2L)));
    }

    @Override
    double expected(float first, float second) {
        return 2.0 * first - second + 0.5;
    }

    @Override
    Map<String, Tensor> inputs(float[]... rows) {
        return Map.of("x", matrix("x", rows));
    }

    @Override
    Slow slow() {
        return new Slow(
                TinyTorchScript.slow(100),
                takes(new TensorSpec("x", TensorType.FP32, List.of(-1L, 1L))),
                Map.of("x", Tensor.column("x", 1f)));
    }

    @Test
    void outputsThatNobodyStatedAreFound() throws IOException {
        try (LoadedModel model = open(model(), stated())) {
            assertThat(model.signature().outputs())
                    .containsExactly(new TensorSpec("output", TensorType.FP32, List.of(-1L, 1L)));
        }
    }

    @Test
    void outputsThatTheModelDoesNotGiveAreRefused() {
        ModelSignature stated =
                new ModelSignature(stated().inputs(), List.of(new TensorSpec("y", TensorType.INT64, List.of(-1L))));
        assertThatThrownBy(() -> open(model(), stated))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        problem -> assertThat(problem.errors()).singleElement().satisfies(error -> {
                            assertThat(error.field()).isEqualTo("signature.outputs");
                            assertThat(error.message()).contains("FP32[1, 1]");
                        }));
    }

    @Test
    void inputsThatNobodyStatedAreAskedForByName() {
        assertThatThrownBy(() -> open(model(), null))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        problem -> assertThat(problem.errors()).singleElement().satisfies(error -> {
                            assertThat(error.field()).isEqualTo("signature.inputs");
                            assertThat(error.message()).contains("infer_signature", "\"shape\"");
                        }));
    }

    @Test
    void inputsThatTheModelDoesNotTakeAreRefused() {
        assertThatThrownBy(() -> open(model(), takes(new TensorSpec("x", TensorType.FP32, List.of(-1L, 3L)))))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("signature.inputs")
                .hasMessageContaining("shapes cannot be multiplied");
        assertThatThrownBy(() -> open(
                        model(),
                        takes(
                                new TensorSpec("x", TensorType.FP32, List.of(-1L, 2L)),
                                new TensorSpec("z", TensorType.FP32, List.of(-1L, 2L)))))
                .hasMessageContaining("argument");
        assertThatThrownBy(() -> open(model(), takes(new TensorSpec("x", TensorType.BYTES, List.of(-1L, 2L)))))
                .hasMessageContaining("signature.inputs[0].datatype");
    }

    @ParameterizedTest
    @EnumSource(names = {"BOOL", "UINT8", "INT8", "INT32", "INT64", "FP16", "FP32", "FP64"})
    void everyTypeGoesThroughUnchanged(TensorType type) throws IOException {
        byte[] bytes = new byte[6 * Tensor.bytesPerElement(type)];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (type == TensorType.BOOL ? i % 2 : i * 7 % 100);
        }
        Tensor input = Tensor.of("x", type, new long[] {3, 2}, ByteBuffer.wrap(bytes));
        try (LoadedModel model = open(TinyTorchScript.identity(), takes(new TensorSpec("x", type, List.of(-1L, 2L))))) {
            Tensor output = output(model, Map.of("x", input));
            assertThat(output.datatype()).isEqualTo(type);
            assertThat(output.shape()).containsExactly(3, 2);
            assertThat(output.bytes()).isEqualTo(input.bytes());
        }
    }

    @Test
    void picklesAreNeverLoaded() {
        assertThatThrownBy(() -> open(TinyTorchScript.stateDict(), stated()))
                .hasMessageContaining("pickle of torch.save")
                .hasMessageContaining("torch.jit.script");
        byte[] old = "\u0080\u0002ccposix\nsystem\n".getBytes(StandardCharsets.ISO_8859_1);
        assertThatThrownBy(() -> open(old, stated())).hasMessageContaining("pickle of torch.save");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "torch.from_file(\"/etc/passwd\", False, 10)",
                "ops.aten.from_file(\"/etc/passwd\", False, 10)",
                "torch.save(x, \"/tmp/x\")",
                "ops.my_library.transform(x)"
            })
    void codeThatReachesOutIsRefused(String call) {
        byte[] module = TinyTorchScript.module("""
                def forward(self: __torch__.Tiny,
                    x: Tensor) -> Tensor:
                    y = %s
                    return x
                """.formatted(call));
        assertThatThrownBy(() -> open(module, stated()))
                .isInstanceOf(ProblemException.class)
                .hasMessageMatching("(?s).*(its code calls (from_file|save)|my_library::transform belongs).*");
    }

    private static ModelSignature takes(TensorSpec... inputs) {
        return new ModelSignature(List.of(inputs), List.of());
    }
}
