package dev.holdfast.monitoring;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/** The counts of a window as bytes. They carry no bins: those are the reference's. */
final class CountsCodec {
    private static final int VERSION = 1;

    private CountsCodec() {}

    static byte[] encode(TrafficWindow window) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(new DeflaterOutputStream(bytes))) {
            out.writeByte(VERSION);
            write(out, window.inputs());
            write(out, window.outputs());
        } catch (IOException e) {
            throw new UncheckedIOException("Memory can't fail to be written", e);
        }
        return bytes.toByteArray();
    }

    private static void write(DataOutputStream out, Map<String, ColumnCounts> columns) throws IOException {
        out.writeInt(columns.size());
        for (Map.Entry<String, ColumnCounts> column : columns.entrySet()) {
            out.writeUTF(column.getKey());
            long[] counts = column.getValue().counts();
            out.writeInt(counts.length);
            for (long count : counts) {
                out.writeLong(count);
            }
            double[] sums = column.getValue().sums();
            out.writeInt(sums.length);
            for (double sum : sums) {
                out.writeDouble(sum);
            }
        }
    }

    /** Inputs and outputs of a window that another process has counted. Columns whose bins have changed since are left out. */
    static Decoded decode(byte[] bytes, ModelReference reference) {
        try (DataInputStream in = new DataInputStream(new InflaterInputStream(new ByteArrayInputStream(bytes)))) {
            int version = in.readByte();
            if (version != VERSION) {
                throw new IllegalArgumentException("Counts of version " + version + " can't be read");
            }
            return new Decoded(read(in, reference.inputs()), read(in, reference.outputs()));
        } catch (IOException e) {
            throw new UncheckedIOException("The counts of a window are damaged", e);
        }
    }

    record Decoded(Map<String, ColumnCounts> inputs, Map<String, ColumnCounts> outputs) {}

    private static Map<String, ColumnCounts> read(DataInputStream in, Map<String, ReferenceColumn> reference)
            throws IOException {
        Map<String, ColumnCounts> columns = new LinkedHashMap<>();
        int size = in.readInt();
        for (int i = 0; i < size; i++) {
            String name = in.readUTF();
            long[] counts = new long[in.readInt()];
            for (int slot = 0; slot < counts.length; slot++) {
                counts[slot] = in.readLong();
            }
            double[] sums = new double[in.readInt()];
            for (int slot = 0; slot < sums.length; slot++) {
                sums[slot] = in.readDouble();
            }
            ReferenceColumn column = reference.get(name);
            if (column != null && column.counts().bins().slots() == counts.length) {
                columns.put(name, new ColumnCounts(column.counts().bins(), counts, sums));
            }
        }
        return columns;
    }
}
