package dev.holdfast.storage;

import dev.holdfast.kernel.Digest;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;

/** Fails at the end of the stream if what was read does not have the digest that it should have. */
class VerifyingInputStream extends FilterInputStream {
    private static final int SKIP_BUFFER_BYTES = 16 * 1024;

    private final MessageDigest sum = Digest.sha256();
    private final Digest expected;
    private final Runnable onDamage;
    private boolean verified;

    VerifyingInputStream(InputStream in, Digest expected, Runnable onDamage) {
        super(in);
        this.expected = expected;
        this.onDamage = onDamage;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int count = in.read(buffer, offset, length);
        if (count < 0) {
            verify();
        } else {
            sum.update(buffer, offset, count);
        }
        return count;
    }

    @Override
    public long skip(long count) throws IOException {
        byte[] buffer = new byte[(int) Math.min(SKIP_BUFFER_BYTES, Math.max(count, 0))];
        return count <= 0 ? 0 : Math.max(read(buffer, 0, buffer.length), 0);
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    private void verify() throws IOException {
        if (!verified) {
            verified = true;
            if (!Digest.of(sum).equals(expected)) {
                onDamage.run();
                throw new IOException("Blob " + expected + " is damaged: its content has another digest");
            }
        }
    }
}
