package dev.holdfast.runtime;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Set;

/**
 * Walks the outline of an ONNX file (protobuf) before native code sees it: cut-off files are told from the start, and weights may lie in
 * other files only where those were registered with it, since a name such as {@code ../../secret} would read what is not the caller's.
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

    /** Of a node: what it does. */
    private static final int OPERATOR = 4;

    private static final byte[] LOOP = "Loop".getBytes(StandardCharsets.UTF_8);

    private static final int ENTRY_KEY = 1;
    private static final int ENTRY_VALUE = 2;

    private final Set<String> companions;
    private final Set<String> used = new HashSet<>();
    private boolean hasGraph;
    private boolean hasLoop;

    private OnnxFile(Set<String> companions) {
        this.companions = companions;
    }

    /**
     * Throws a problem where the file can't be a model.
     *
     * @param companions the files beside it that may hold its weights, by their paths relative to its folder
     * @return those of the companions that do
     */
    static Set<String> check(Path file, Set<String> companions) throws IOException {
        return outline(file, companions).used;
    }

    /** Whether it goes round as often as its inputs say: how long one run takes tells nothing about the next. */
    static boolean hasLoop(Path file, Set<String> companions) throws IOException {
        return outline(file, companions).hasLoop;
    }

    private static OnnxFile outline(Path file, Set<String> companions) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long size = channel.size();
            if (size == 0) {
                throw UnfitModel.refused("the file is empty.");
            }
            if (size > Integer.MAX_VALUE) {
                throw UnfitModel.refused("it has " + size + " bytes, and an ONNX file holds 2 GiB at most.");
            }
            OnnxFile outline = new OnnxFile(companions);
            try {
                outline.walk(channel.map(FileChannel.MapMode.READ_ONLY, 0, size), Message.MODEL, 0);
            } catch (BufferUnderflowException | IllegalArgumentException e) {
                throw UnfitModel.refused(NOT_ONNX);
            }
            if (!outline.hasGraph) {
                throw UnfitModel.refused(NOT_ONNX);
            }
            return outline;
        }
    }

    private void walk(ByteBuffer bytes, Message message, int depth) {
        if (depth > MAX_DEPTH) {
            throw UnfitModel.refused("its graphs are nested more than " + MAX_DEPTH + " deep.");
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
                    if (message == Message.TENSOR && field == DATA_LOCATION && value != 0 && companions.isEmpty()) {
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
                        external(bytes.slice(bytes.position(), (int) length));
                    }
                    if (message == Message.NODE && field == OPERATOR) {
                        hasLoop |= bytes.slice(bytes.position(), (int) length).equals(ByteBuffer.wrap(LOOP));
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

    /** An entry of a key and a value; the one with the key {@code location} names a file. */
    private void external(ByteBuffer entry) {
        String key = "";
        String value = "";
        while (entry.hasRemaining()) {
            long tag = varint(entry);
            if ((tag & 7) != 2) {
                throw new BufferUnderflowException();
            }
            long length = varint(entry);
            if (length < 0 || length > entry.remaining()) {
                throw new BufferUnderflowException();
            }
            String text = StandardCharsets.UTF_8
                    .decode(entry.slice(entry.position(), (int) length))
                    .toString();
            skip(entry, (int) length);
            switch ((int) (tag >>> 3)) {
                case ENTRY_KEY -> key = text;
                case ENTRY_VALUE -> value = text;
                default -> throw new BufferUnderflowException();
            }
        }
        if (companions.isEmpty()) {
            throw external();
        }
        if (key.equals("location")) {
            if (!companions.contains(value)) {
                throw UnfitModel.refused("its weights lie in \"" + value + "\", which is not among the files that were"
                        + " registered with it; log the model again with all its files.");
            }
            used.add(value);
        }
    }

    private static RuntimeException external() {
        return UnfitModel.refused(
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
