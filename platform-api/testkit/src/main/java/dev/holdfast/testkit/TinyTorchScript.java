package dev.holdfast.testkit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Makes TorchScript archives of about a kilobyte, as {@code torch.jit.save} does. The same call gives the same bytes. */
public final class TinyTorchScript {
    private static final int PROTOCOL = 2;

    private TinyTorchScript() {}

    /** {@code x} FP32 [N, weights] → FP32 [N, 1]: a linear function. */
    public static byte[] linear(float bias, float... weights) {
        return module("""
                def forward(self: __torch__.Tiny,
                    x: Tensor) -> Tensor:
                    return torch.linear(x, self.weight, self.bias)
                """, parameters(new long[] {1, weights.length}, weights, bias));
    }

    /** {@code x} of any type and shape → the same. */
    public static byte[] identity() {
        return module("""
                def forward(self: __torch__.Tiny,
                    x: Tensor) -> Tensor:
                    return x
                """, Map.of());
    }

    /** {@code x} FP32 [N, 1] → FP32 [N, 1]: x + 0, {@code rounds} times over a large matrix: takes a while. */
    public static byte[] slow(int rounds) {
        return module("""
                def forward(self: __torch__.Tiny,
                    x: Tensor) -> Tensor:
                    big = torch.zeros([256, 256])
                    for i in range(%d):
                        big = torch.mm(big, big)
                    return torch.add(x, torch.sum(big))
                """.formatted(rounds), Map.of());
    }

    /** An archive whose module has this code. */
    public static byte[] module(String code) {
        return module(code, Map.of());
    }

    /** A pickle as {@code torch.save} writes it today: an archive without code. */
    public static byte[] stateDict() {
        return archive(Map.of("data.pkl", new byte[] {(byte) 0x80, PROTOCOL, '}', '.'}, "version", text("3\n")));
    }

    private static Map<String, Parameter> parameters(long[] shape, float[] weights, float bias) {
        Map<String, Parameter> parameters = new LinkedHashMap<>();
        parameters.put("weight", new Parameter(shape, weights));
        parameters.put("bias", new Parameter(new long[] {1}, bias));
        return parameters;
    }

    private static final class Parameter {
        private final long[] shape;
        private final float[] values;

        private Parameter(long[] shape, float... values) {
            this.shape = shape;
            this.values = values;
        }
    }

    private static byte[] module(String method, Map<String, Parameter> parameters) {
        StringBuilder code = new StringBuilder("class Tiny(Module):\n  __parameters__ = [");
        parameters.keySet().forEach(name -> code.append('"').append(name).append("\", "));
        code.append("]\n  __buffers__ = []\n");
        parameters.keySet().forEach(name -> code.append("  ").append(name).append(" : Tensor\n"));
        code.append("  training : bool\n").append(method.indent(2));
        Map<String, byte[]> entries = new LinkedHashMap<>();
        entries.put("data.pkl", pickle(parameters));
        entries.put("code/__torch__.py", text(code.toString()));
        int index = 0;
        for (Parameter parameter : parameters.values()) {
            ByteBuffer data =
                    ByteBuffer.allocate(parameter.values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            data.asFloatBuffer().put(parameter.values);
            entries.put("data/" + index++, data.array());
        }
        entries.put("constants.pkl", new byte[] {(byte) 0x80, PROTOCOL, ')', '.'});
        entries.put("version", text("3\n"));
        return archive(entries);
    }

    /** The module's attributes, in the part of the pickle protocol that libtorch reads. */
    private static byte[] pickle(Map<String, Parameter> parameters) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        write(out, "\u0080\u0002c__torch__\nTiny\n)\u0081}(");
        int index = 0;
        for (Map.Entry<String, Parameter> entry : parameters.entrySet()) {
            Parameter parameter = entry.getValue();
            write(out, name(entry.getKey()));
            write(out, "ctorch._utils\n_rebuild_tensor_v2\n((");
            write(out, name("storage") + "ctorch\nFloatStorage\n" + name(Integer.toString(index++)) + name("cpu"));
            write(out, number(parameter.values.length) + "tQ" + number(0) + "(");
            for (long extent : parameter.shape) {
                write(out, number(extent));
            }
            write(out, "t(");
            for (int i = 0; i < parameter.shape.length; i++) {
                long stride = 1;
                for (int j = i + 1; j < parameter.shape.length; j++) {
                    stride *= parameter.shape[j];
                }
                write(out, number(stride));
            }
            write(out, "t\u0089ccollections\nOrderedDict\n)RtR");
        }
        write(out, name("training") + "\u0089ub.");
        return out.toByteArray();
    }

    private static String name(String text) {
        return "X" + number(text.length()).substring(1) + text;
    }

    private static String number(long value) {
        StringBuilder bytes = new StringBuilder("J");
        for (int i = 0; i < Integer.BYTES; i++) {
            bytes.append((char) (value >>> (8 * i) & 0xff));
        }
        return bytes.toString();
    }

    private static void write(ByteArrayOutputStream out, String latin) {
        out.writeBytes(latin.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] archive(Map<String, byte[]> entries) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> content : entries.entrySet()) {
                ZipEntry entry = new ZipEntry("tiny/" + content.getKey());
                entry.setTime(0);
                entry.setMethod(ZipEntry.STORED);
                entry.setSize(content.getValue().length);
                CRC32 sum = new CRC32();
                sum.update(content.getValue());
                entry.setCrc(sum.getValue());
                zip.putNextEntry(entry);
                zip.write(content.getValue());
                zip.closeEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
