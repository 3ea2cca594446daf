package dev.holdfast.artifact;

import java.io.IOException;
import java.io.InputStream;
import java.util.Iterator;

/** Several contents one after the other, each opened when its turn comes. */
final class JoinedParts extends InputStream {
    /** A content that is not open yet. */
    interface Part {
        InputStream open() throws IOException;
    }

    private final Iterator<Part> rest;
    private InputStream current = InputStream.nullInputStream();

    JoinedParts(Iterable<Part> parts) {
        this.rest = parts.iterator();
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        int count = current.read(buffer, offset, length);
        while (count < 0 && rest.hasNext()) {
            current.close();
            current = rest.next().open();
            count = current.read(buffer, offset, length);
        }
        return count;
    }

    @Override
    public void close() throws IOException {
        current.close();
    }
}
