package dev.holdfast.runtime;

import dev.holdfast.model.ModelFormat;
import dev.holdfast.model.ModelSignature;
import dev.holdfast.model.TensorSpec;
import dev.holdfast.model.TensorType;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link ModelTrial} asks its process to try. It goes there in a file: ONNX Runtime does not bear a long command line.
 *
 * @param companions the files beside the model's that hold its weights
 * @param stated what its maker says that it takes and gives; absent where its file does
 * @param nativeLibraries where libraries are unpacked that come in jars
 */
record TrialOrder(
        Path file,
        ModelFormat format,
        Set<String> companions,
        @Nullable ModelSignature stated,
        Path nativeLibraries) {
    TrialOrder {
        companions = Set.copyOf(companions);
    }

    void write(Path order) throws IOException {
        try (DataOutputStream out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(order)))) {
            text(out, file.toString());
            text(out, format.name());
            text(out, nativeLibraries.toAbsolutePath().toString());
            out.writeInt(companions.size());
            for (String companion : companions) {
                text(out, companion);
            }
            out.writeBoolean(stated != null);
            if (stated != null) {
                specs(out, stated.inputs());
                specs(out, stated.outputs());
            }
        }
    }

    static TrialOrder read(Path order) throws IOException {
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(order)))) {
            Path file = Path.of(text(in));
            ModelFormat format = ModelFormat.valueOf(text(in));
            Path nativeLibraries = Path.of(text(in));
            Set<String> companions = new HashSet<>();
            for (int left = in.readInt(); left > 0; left--) {
                companions.add(text(in));
            }
            ModelSignature stated = in.readBoolean() ? new ModelSignature(specs(in), specs(in)) : null;
            return new TrialOrder(file, format, companions, stated, nativeLibraries);
        }
    }

    private static void specs(DataOutputStream out, List<TensorSpec> specs) throws IOException {
        out.writeInt(specs.size());
        for (TensorSpec spec : specs) {
            text(out, spec.name());
            text(out, spec.datatype().name());
            out.writeInt(spec.shape().size());
            for (long extent : spec.shape()) {
                out.writeLong(extent);
            }
        }
    }

    private static List<TensorSpec> specs(DataInputStream in) throws IOException {
        List<TensorSpec> specs = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            String name = text(in);
            TensorType datatype = TensorType.valueOf(text(in));
            List<Long> shape = new ArrayList<>();
            for (int extents = in.readInt(); extents > 0; extents--) {
                shape.add(in.readLong());
            }
            specs.add(new TensorSpec(name, datatype, shape));
        }
        return specs;
    }

    static void text(DataOutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    static String text(DataInputStream in) throws IOException {
        return new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
    }
}
