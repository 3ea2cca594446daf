package dev.holdfast.webhook;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import javax.net.SocketFactory;

/**
 * Makes sockets that connect to public addresses only. The address is checked where the connection is made, after names were
 * looked up: a name that points elsewhere a moment later gains nothing by it.
 */
final class GuardedSockets extends SocketFactory {
    /** The address is one that webhooks may not call. */
    static final class RefusedAddressException extends IOException {
        RefusedAddressException(SocketAddress address) {
            super("The webhook's name points to " + address
                    + ", which is not a public address; holdfast.webhooks.allow-private-addresses would allow it.");
        }
    }

    @Override
    public Socket createSocket() {
        return new Guarded();
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        return connected(new InetSocketAddress(host, port));
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress from, int fromPort) throws IOException {
        return connected(new InetSocketAddress(host, port));
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        return connected(new InetSocketAddress(host, port));
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress from, int fromPort) throws IOException {
        return connected(new InetSocketAddress(host, port));
    }

    private static Socket connected(InetSocketAddress address) throws IOException {
        Guarded socket = new Guarded();
        socket.connect(address);
        return socket;
    }

    private static final class Guarded extends Socket {
        @Override
        public void connect(SocketAddress address, int timeout) throws IOException {
            if (!(address instanceof InetSocketAddress internet)
                    || internet.getAddress() == null
                    || !PublicAddresses.isPublic(internet.getAddress())) {
                throw new RefusedAddressException(address);
            }
            super.connect(address, timeout);
        }
    }
}
