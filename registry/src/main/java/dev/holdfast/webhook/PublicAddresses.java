package dev.holdfast.webhook;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tells addresses that anyone on the internet can reach from those that only someone inside can. */
final class PublicAddresses {
    /** What IANA lists as not globally reachable, and multicast. */
    private static final List<Block> CLOSED_V4 = List.of(
            Block.of("0.0.0.0", 8),
            Block.of("10.0.0.0", 8),
            Block.of("100.64.0.0", 10),
            Block.of("127.0.0.0", 8),
            Block.of("169.254.0.0", 16),
            Block.of("172.16.0.0", 12),
            Block.of("192.0.0.0", 24),
            Block.of("192.0.2.0", 24),
            Block.of("192.88.99.0", 24),
            Block.of("192.168.0.0", 16),
            Block.of("198.18.0.0", 15),
            Block.of("198.51.100.0", 24),
            Block.of("203.0.113.0", 24),
            Block.of("224.0.0.0", 3));

    /** Of IPv6 only the global unicast block is open, without these. */
    private static final Block GLOBAL_V6 = Block.of("2000::", 3);

    private static final List<Block> CLOSED_V6 =
            List.of(Block.of("2001::", 23), Block.of("2001:db8::", 32), Block.of("3fff::", 20));

    /** These carry an IPv4 address that is called in the end. */
    private static final Block NAT64 = Block.of("64:ff9b::", 96);

    private static final Block SIX_TO_FOUR = Block.of("2002::", 16);

    private PublicAddresses() {}

    static boolean isPublic(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (address instanceof Inet4Address) {
            return isPublicV4(bytes);
        }
        byte[] embedded = embedded(bytes);
        return embedded == null
                ? GLOBAL_V6.contains(bytes) && CLOSED_V6.stream().noneMatch(block -> block.contains(bytes))
                : isPublicV4(embedded);
    }

    private static boolean isPublicV4(byte[] bytes) {
        return CLOSED_V4.stream().noneMatch(block -> block.contains(bytes));
    }

    private static byte @Nullable [] embedded(byte[] bytes) {
        if (NAT64.contains(bytes)) {
            return Arrays.copyOfRange(bytes, 12, 16);
        }
        return SIX_TO_FOUR.contains(bytes) ? Arrays.copyOfRange(bytes, 2, 6) : null;
    }

    /** The addresses that begin with these bits. */
    private static final class Block {
        private final byte[] start;
        private final int bits;

        private Block(byte[] start, int bits) {
            this.start = start;
            this.bits = bits;
        }

        static Block of(String start, int bits) {
            return new Block(InetAddress.ofLiteral(start).getAddress(), bits);
        }

        boolean contains(byte[] address) {
            if (address.length != start.length) {
                return false;
            }
            int whole = bits / Byte.SIZE;
            int rest = bits % Byte.SIZE;
            int mask = 0xff << (Byte.SIZE - rest);
            return Arrays.equals(address, 0, whole, start, 0, whole)
                    && (rest == 0 || ((address[whole] ^ start[whole]) & mask & 0xff) == 0);
        }
    }
}
