package dev.holdfast.runtime;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Walks the outline of an ONNX file (protobuf) before native code sees it: cut-off files are told from the start, and weights may not
 * lie in other files, since a name such as {@code ../../secret} would read them.
 */
final class OnnxFile {
    private static final int MAX_DEPTH = 100;
    private static final String NOT_ONNX = "it is not a whole ONNX file; export the model again or check the upload.";

    /** The messages of the format that hold tensors somewhere below them. */
    private enum Message {
        MODEL,
        GRAPH,
        NODE,
        ATTRIBUTE,
        TENSOR,
        SPARSE_TENSOR,
        FUNCTION,
        TRAINING,
        /** Anything that holds none: its bytes are skipped. */
        OTHER;

        Message field(int number) {
            return switch (this) {
                case MODEL -> number == 7 ? GRAPH : number == 20 ? TRAINING : number == 25 ? FUNCTION : OTHER;
                case GRAPH -> number == 1 ? NODE : number == 5 ? TENSOR : number == 15 ? SPARSE_TENSOR : OTHER;
                case NODE -> number == 5 ? ATTRIBUTE : OTHER;
                case ATTRIBUTE ->
                    switch (number) {
                        case 5, 10 -> TENSOR;
                        case 6, 11 -> GRAPH;
                        case 22, 23 -> SPARSE_TENSOR;
                        default -> OTHER;
                    };
                case SPARSE_TENSOR -> number == 1 || number == 2 ? TENSOR : OTHER;
                case FUNCTION -> number == 7 ? NODE : number == 11 ? ATTRIBUTE : OTHER;
                case TRAINING -> number == 1 || number == 2 ? GRAPH : OTHER;
                case TENSOR, OTHER -> OTHER;
            };
        }
    }

    private static final int EXTERNAL_DATA = 13;
    private static final int DATA_LOCATION = 14;

    private boolean hasGraph;

    private OnnxFile() {}

    /** Throws a problem where the file can't be a model that stands alone. */
    static void check(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long size = channel.size();
            if (size == 0) {
                throw Onnx.refused("the file is empty.");
            }
            if (size > Integer.MAX_VALUE) {
                throw Onnx.refused("it has " + size + " bytes, and an ONNX file holds 2 GiB at most.");
            }
            OnnxFile outline = new OnnxFile();
            try {
                outline.walk(channel.map(FileChannel.MapMode.READ_ONLY, 0, size), Message.MODEL, 0);
            } catch (BufferUnderflowException | IllegalArgumentException e) {
                throw Onnx.refused(NOT_ONNX);
            }
            if (!outline.hasGraph) {
                throw Onnx.refused(NOT_ONNX);
            }
        }
    }

    private void walk(ByteBuffer bytes, Message message, int depth) {
        if (depth > MAX_DEPTH) {
            throw Onnx.refused("its graphs are nested more than " + MAX_DEPTH + " deep.");
        }
        while (bytes.hasRemaining()) {
            long tag = varint(bytes);
            int field = Math.toIntExact((tag >>> 3) & 0x1fff_ffff);
            if (field == 0) {
                throw new BufferUnderflowException();
            }
            switch ((int) (tag & 7)) {
                case 0 -> {
                    long value = varint(bytes);
                    if (message == Message.TENSOR && field == DATA_LOCATION && value != 0) {
                        throw external();
                    }
                }
                case 1 -> skip(bytes, 8);
                case 2 -> {
                    long length = varint(bytes);
                    if (length < 0 || length > bytes.remaining()) {
                        throw new BufferUnderflowException();
                    }
                    if (message == Message.TENSOR && field == EXTERNAL_DATA) {
                        throw external();
                    }
                    Message child = message.field(field);
                    if (child != Message.OTHER) {
                        hasGraph |= child == Message.GRAPH;
                        walk(bytes.slice(bytes.position(), (int) length), child, depth + 1);
                    }
                    skip(bytes, (int) length);
                }
                case 5 -> skip(bytes, 4);
                default -> throw new BufferUnderflowException();
            }
        }
    }

    private static RuntimeException external() {
        return Onnx.refused(
                "its weights lie in another file; save the model as one file (save_as_external_data=False).");
    }

    private static void skip(ByteBuffer bytes, int count) {
        bytes.position(Math.addExact(bytes.position(), count));
    }

    private static long varint(ByteBuffer bytes) {
        long value = 0;
        for (int shift = 0; shift < 70; shift += 7) {
            byte next = bytes.get();
            value |= (next & 0x7fL) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new BufferUnderflowException();
    }
}
