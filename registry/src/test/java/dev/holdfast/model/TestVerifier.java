package dev.holdfast.model;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.holdfast.kernel.Manifest;
import dev.holdfast.kernel.ManifestFile;
import dev.holdfast.kernel.ProblemException;
import dev.holdfast.storage.BlobStore;
import dev.holdfast.storage.LocalFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Reads a file's signature without an engine: serving, which has one, is not on this module's class path. */
@Component
class TestVerifier implements ModelVerifier {
    private final BlobStore blobs;

    TestVerifier(BlobStore blobs) {
        this.blobs = blobs;
    }

    @Override
    public Verified verify(Manifest files, ManifestFile file, ModelFormat format, @Nullable ModelSignature stated) {
        try (LocalFile local = blobs.local(file.digest())) {
            return verify(local.path(), format, stated, true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Verified verify(Path file, ModelFormat format, @Nullable ModelSignature stated, boolean foreign) {
        try {
            ModelProto model = ModelProto.parseFrom(Files.readAllBytes(file));
            if (model.getOpsetImportCount() == 0 || model.getGraph().getOutputCount() == 0) {
                throw ProblemException.invalid("file", null, "is no ONNX model.");
            }
            return new Verified(
                    new ModelSignature(
                            specs(model.getGraph().getInputList()),
                            specs(model.getGraph().getOutputList())),
                    "model.onnx",
                    List.of());
        } catch (InvalidProtocolBufferException e) {
            throw ProblemException.invalid("file", null, "is no ONNX model: " + e.getMessage());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<TensorSpec> specs(List<ValueInfoProto> values) {
        return values.stream()
                .map(value -> new TensorSpec(
                        value.getName(),
                        type(value.getType().getTensorType().getElemType()),
                        value.getType().getTensorType().getShape().getDimList().stream()
                                .map(TestVerifier::extent)
                                .toList()))
                .toList();
    }

    private static long extent(TensorShapeProto.Dimension dimension) {
        return dimension.hasDimValue() ? dimension.getDimValue() : -1;
    }

    private static TensorType type(int onnx) {
        return switch (onnx) {
            case TensorProto.DataType.FLOAT_VALUE -> TensorType.FP32;
            case TensorProto.DataType.STRING_VALUE -> TensorType.BYTES;
            default -> throw new IllegalArgumentException("Not in TinyOnnx: " + onnx);
        };
    }
}
