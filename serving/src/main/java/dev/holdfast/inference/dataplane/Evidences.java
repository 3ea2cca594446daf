package dev.holdfast.inference.dataplane;

import dev.holdfast.web.Callers;
import io.netty.channel.Channel;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** Who calls: what one connection tells of all its calls, and the headers of each. */
final class Evidences {
    private final String address;
    private final int port;

    Evidences(Channel channel) {
        address = channel.remoteAddress() instanceof InetSocketAddress remote && remote.getAddress() != null
                ? remote.getAddress().getHostAddress()
                : "";
        port = channel.localAddress() instanceof InetSocketAddress local ? local.getPort() : 0;
    }

    /** @param authority host and port as the caller named them */
    Callers.Evidence of(@Nullable String authorization, @Nullable String authority, @Nullable String origin) {
        return new Callers.Evidence(authorization, address, host(authority), port, origin);
    }

    private static String host(@Nullable String authority) {
        if (authority == null) {
            return "";
        }
        int colon = authority.lastIndexOf(':');
        return colon < 0 || authority.endsWith("]") ? authority : authority.substring(0, colon);
    }
}
