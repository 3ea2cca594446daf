package dev.holdfast.inference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.HoldfastTest;
import dev.holdfast.inference.GrpcProbe.Reply;
import dev.holdfast.testkit.TinyOnnx;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** The protocol over gRPC, frame by frame. */
@HoldfastTest(properties = "holdfast.grpc.port=0")
class GrpcTest extends ServedTestCase {
    private static final String SERVICE = "/inference.GRPCInferenceService/";
    private static final int INVALID_ARGUMENT = 3;
    private static final int DEADLINE_EXCEEDED = 4;
    private static final int NOT_FOUND = 5;
    private static final int PERMISSION_DENIED = 7;
    private static final int RESOURCE_EXHAUSTED = 8;
    private static final int UNIMPLEMENTED = 12;
    private static final int UNAVAILABLE = 14;
    private static final int UNAUTHENTICATED = 16;

    @Autowired
    private InferencePort port;

    private GrpcProbe probe;

    @BeforeEach
    void connect() throws IOException {
        probe = new GrpcProbe(port.port());
        serve("echo", TinyOnnx.identity("FLOAT", -1, 2));
    }

    @AfterEach
    void disconnect() {
        probe.close();
    }

    @Test
    void anAnswerIsRawWhetherTheQuestionIsRawOrTyped() {
        byte[] raw = ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putFloat(1.5f)
                .putFloat(-2)
                .array();
        byte[] question = tensor("FP32", 1, 2)
                .bytes(7, ByteBuffer.wrap(raw))
                .text(3, "mine")
                .toByteArray();
        Answer answer = new Answer(call("ModelInfer", question));
        assertThat(answer.raw).isEqualTo(ByteBuffer.wrap(raw));
        assertThat(answer.model).isEqualTo("echo");
        assertThat(answer.version).isEqualTo("1");
        assertThat(answer.id).isEqualTo("mine");

        byte[] typed = new ProtobufOutput()
                .text(1, "echo")
                .message(
                        5,
                        input -> input.text(1, "x")
                                .text(2, "FP32")
                                .numbers(3, 1, 2)
                                .message(5, contents -> contents.bytes(6, ByteBuffer.wrap(raw))))
                .toByteArray();
        assertThat(new Answer(call("ModelInfer", typed)).raw).isEqualTo(ByteBuffer.wrap(raw));
    }

    @Test
    void largeMessagesGoBothWaysAndMayBeCompressed() throws IOException {
        byte[] raw = new byte[8 * 400_000];
        byte[] question =
                tensor("FP32", 400_000, 2).bytes(7, ByteBuffer.wrap(raw)).toByteArray();
        assertThat(new Answer(call("ModelInfer", question)).raw).isEqualTo(ByteBuffer.wrap(raw));
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(compressed)) {
            out.write(question);
        }
        Reply reply = probe.call(SERVICE + "ModelInfer", compressed.toByteArray(), Map.of("grpc-encoding", "gzip"));
        assertThat(new Answer(reply.bytes()).raw).isEqualTo(ByteBuffer.wrap(raw));
    }

    @Test
    void theServerAndItsModelsAreDescribed() {
        assertThat(call("ServerLive", new byte[0])).containsExactly(8, 1);
        assertThat(call("ServerReady", new byte[0])).containsExactly(8, 1);
        assertThat(call("ModelReady", named("echo"))).containsExactly(8, 1);
        ProtobufInput server = new ProtobufInput(call("ServerMetadata", new byte[0]));
        server.next();
        assertThat(server.text()).isEqualTo("holdfast");
        ProtobufInput model = new ProtobufInput(call("ModelMetadata", named("echo")));
        model.next();
        assertThat(model.text()).isEqualTo("echo");
        assertThat(call("ModelConfig", named("echo"))).isNotEmpty();
        assertThat(call("ModelStatistics", named("echo"))).isNotEmpty();
        byte[] health = probe.call("/grpc.health.v1.Health/Check", new byte[0], Map.of())
                .bytes();
        assertThat(health).containsExactly(8, 1);
    }

    @Test
    void failuresHaveGrpcsNumbers() {
        refused("ModelInfer", named("nobody"), NOT_FOUND, "Request for unknown model");
        refused("ModelMetadata", named("nobody"), NOT_FOUND, "nobody");
        refused("ModelInfer", named("echo"), INVALID_ARGUMENT, "inputs: is missing or empty");
        refused("ModelInfer", new byte[] {(byte) 0xff}, INVALID_ARGUMENT, "can't be read");
        refused(
                "ModelInfer",
                tensor("FP32", 1, 3).bytes(7, ByteBuffer.allocate(12)).toByteArray(),
                INVALID_ARGUMENT,
                "FP32 of shape [-1, 2]");
        refused(
                "ModelInfer",
                tensor("FP32", 1, 2).bytes(7, ByteBuffer.allocate(12)).toByteArray(),
                INVALID_ARGUMENT,
                "there are 12 bytes");
        refused(
                "ModelInfer",
                tensor("FP32", 1L << 40, 1L << 40).toByteArray(),
                INVALID_ARGUMENT,
                "neither contents nor raw_input_contents");
        refused("SystemSharedMemoryStatus", new byte[0], UNIMPLEMENTED, "not supported");
        refused("ModelInfer", new byte[(64 << 20) + 1], RESOURCE_EXHAUSTED, "67108864 bytes");
        Reply late = probe.call(SERVICE + "ModelInfer", named("echo"), Map.of("grpc-timeout", "0n"));
        assertThat(late.status()).isEqualTo(INVALID_ARGUMENT);
        byte[] question = tensor("FP32", 1, 2).bytes(7, ByteBuffer.allocate(8)).toByteArray();
        assertThat(probe.call(SERVICE + "ModelInfer", question, Map.of("grpc-timeout", "0n"))
                        .status())
                .isEqualTo(DEADLINE_EXCEEDED);
    }

    @Test
    void whatNoClientSendsDoesNoHarm() {
        Reply cut = probe.send(SERVICE + "ModelInfer", Unpooled.wrappedBuffer(new byte[] {0, 0, 0, 1}), Map.of());
        assertThat(cut.status()).isEqualTo(INVALID_ARGUMENT);
        Reply more = probe.send(
                SERVICE + "ServerLive", Unpooled.wrappedBuffer(new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 0}), Map.of());
        assertThat(more.status()).isEqualTo(UNIMPLEMENTED);
        Reply claim =
                probe.send(SERVICE + "ModelInfer", Unpooled.wrappedBuffer(new byte[] {0, -1, -1, -1, -1, 0}), Map.of());
        assertThat(claim.status()).isEqualTo(RESOURCE_EXHAUSTED);
        Reply bomb = probe.call(SERVICE + "ModelInfer", new byte[] {1, 2, 3}, Map.of("grpc-encoding", "gzip"));
        assertThat(bomb.status()).isEqualTo(INVALID_ARGUMENT);
        for (int i = 0; i < 50; i++) {
            probe.abandon(SERVICE + "ModelInfer");
        }
        assertThat(call("ServerLive", new byte[0])).containsExactly(8, 1);
    }

    @Test
    void whoMayNotIsRefused() {
        assertThat(statusAs("none", "ModelMetadata")).isEqualTo(UNAUTHENTICATED);
        assertThat(statusAs("viewer", "ModelMetadata")).isZero();
        assertThat(statusAs("approver", "RepositoryIndex")).isEqualTo(PERMISSION_DENIED);
        assertThat(statusAs("none", "ServerLive")).isZero();
    }

    private int statusAs(String role, String method) {
        return probe.call(SERVICE + method, named("echo"), Map.of("authorization", "Bearer " + role))
                .status();
    }

    @Test
    void aModelIsUnloadedAndLoaded() {
        byte[] echo = new ProtobufOutput().text(2, "echo").toByteArray();
        call("RepositoryModelUnload", echo);
        assertThat(call("ModelReady", named("echo"))).isEmpty();
        refused("ModelInfer", named("echo"), UNAVAILABLE, "was unloaded");
        call("RepositoryModelLoad", echo);
        assertThat(call("ModelReady", named("echo"))).containsExactly(8, 1);
        byte[] withParameters = new ProtobufOutput()
                .text(2, "echo")
                .message(3, entry -> entry.text(1, "config"))
                .toByteArray();
        refused("RepositoryModelLoad", withParameters, UNIMPLEMENTED, "come from the registry");
    }

    private void refused(String method, byte[] message, int status, String text) {
        Reply reply = probe.call(SERVICE + method, message, Map.of());
        assertThat(reply.message()).contains(text);
        assertThat(reply.status()).isEqualTo(status);
    }

    private byte[] call(String method, byte[] message) {
        Reply reply = probe.call(SERVICE + method, message, Map.of());
        assertThat(reply.message()).isEmpty();
        assertThat(reply.status()).isZero();
        return reply.bytes();
    }

    private static byte[] named(String model) {
        return new ProtobufOutput().text(1, model).toByteArray();
    }

    private static ProtobufOutput tensor(String type, long... shape) {
        return new ProtobufOutput()
                .text(1, "echo")
                .message(5, input -> input.text(1, "x").text(2, type).numbers(3, shape));
    }

    /** What a test wants to know of a {@code ModelInferResponse}. */
    private static final class Answer {
        private String model = "";
        private String version = "";
        private String id = "";
        private ByteBuffer raw = ByteBuffer.allocate(0);

        private Answer(byte[] message) {
            ProtobufInput in = new ProtobufInput(message);
            for (int field = in.next(); field != 0; field = in.next()) {
                switch (field) {
                    case 1 -> model = in.text();
                    case 2 -> version = in.text();
                    case 3 -> id = in.text();
                    case 6 -> raw = in.bytes();
                    default -> in.skip();
                }
            }
        }
    }
}
